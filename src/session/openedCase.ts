import type { JsonObject } from '../base/json.ts';
import { updateCaseFile } from '../cases/caseFile.ts';
import { readJournals } from '../cases/journal.ts';
import { LAYOUT } from '../cases/layout.ts';
import { verifyCase } from '../cases/verify.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import type { EventKey } from '../domain/eventKey.ts';
import type { ImportOptions, ImportProgress, ImportReport, RecordedImport } from '../domain/importReport.ts';
import type { NotObserved } from '../domain/notObserved.ts';
import type { HuntDismissal } from '../domain/hunt.ts';
import type { ObservedEvents, ObservedFacet, ObservedFacetName, ObservedSpec } from '../domain/observed.ts';
import type { DatabaseSchema } from '../domain/kustoType.ts';
import type { QueryRequest } from '../domain/answer.ts';
import type { EventDraft, TimelineEvent } from '../domain/timelineEvent.ts';
import type {
  AskedQuestion,
  CollectedSlice,
  Collection,
  OpenCollection,
  TenantChange,
} from '../domain/tenant.ts';
import type { VerifyReport } from '../domain/verifyReport.ts';
import type { Translation } from '../kql/engine.ts';
import type {
  CaseSession,
  CaseSummary,
  EventRecord,
  PinRequest,
  PinResult,
  StoryParts,
  StorySpec,
  TableSummary,
} from './api.ts';
import { CaseEngine } from './caseEngine.ts';
import type { CaseFolder } from './caseFolder.ts';
import { dismissalsIn } from './dismissals.ts';
import { EventRecords } from './eventRecords.ts';
import { pastImports, rejectsByTable } from './importHistory.ts';
import { recordedImports } from './recordedImports.ts';
import { importedHere } from './importedList.ts';
import { importInto } from './importing.ts';
import { runWithLedger } from './ledger.ts';
import { notebooksIn } from './notebooksIn.ts';
import { notObserved } from './notObserved.ts';
import {
  collectedIn,
  openCollections,
  recordChange,
  recordCollection,
  recordQuestion,
} from './tenantRecords.ts';
import { ObservedLayer } from './observedLayer.ts';
import type { SessionParts } from './parts.ts';
import { addEvents, restoreEvents, unpinEvents, updateEvent } from './curate.ts';
import { pinRows } from './pins.ts';
import { KeptResults } from './results/keptResults.ts';
import { mappedEvents } from './mappedEvents.ts';
import { storedTables } from './storedTables.ts';
import { SummaryCache } from './summaryCache.ts';

const COLLECTING = ['collect.started', 'collect.done', 'import.started', 'import.done'] as const;

/** An open case: the folder, the engine over its tables and what is built from both. */
export class OpenedCase implements CaseSession {
  readonly #folder: CaseFolder;
  readonly #parts: SessionParts;
  readonly #engine: CaseEngine;
  readonly #observed = new ObservedLayer();
  readonly #summaries: SummaryCache;
  readonly #records: EventRecords;
  readonly results: KeptResults;
  #rejected: { readonly ids: string; readonly byTable: ReadonlyMap<string, number> } | undefined;

  #open: readonly OpenCollection[] | undefined;

  constructor(folder: CaseFolder, parts: SessionParts) {
    this.#folder = folder;
    this.#parts = parts;
    this.#engine = new CaseEngine(folder, parts);
    this.#summaries = new SummaryCache(folder.storage);
    this.#records = new EventRecords(folder, parts, this.#engine);
    this.results = new KeptResults(folder, parts, this.#engine);
  }

  /** What was found wrong at opening, in sentences. */
  get warnings(): readonly string[] {
    return this.#folder.warnings;
  }

  async summary(): Promise<CaseSummary> {
    const { storage, evidence, timeline, info, warnings } = this.#folder;
    const tables = await this.#tableSummaries();
    const { events, problems } = await timeline.readAll();
    const originals = evidence.entries();
    return {
      info,
      tables,
      collections: await this.#collections(),
      notebooks: await notebooksIn(storage, LAYOUT.notebooks),
      timeline: {
        curated: events.length,
        observed: tables.reduce((sum, { rows }) => sum + rows, 0),
      },
      evidence: {
        files: originals.length,
        bytes: originals.reduce((sum, { size }) => sum + size, 0),
      },
      warnings: [...warnings, ...problems.map(({ message }) => message)],
    };
  }

  async schema(): Promise<DatabaseSchema> {
    return (await this.#engine.use()).schema();
  }

  async translate(request: QueryRequest): Promise<Translation> {
    return (await this.#engine.use()).translate(request);
  }

  async query(
    ...[request, onRows, signal]: Parameters<CaseSession['query']>
  ): ReturnType<CaseSession['query']> {
    const { journal, info } = this.#folder;
    const engine = await this.#engine.use();
    const asked = {
      connection: 'case',
      text: request.text,
      window: request.window ?? null,
      now: request.now ?? info.clock,
    };
    return runWithLedger(journal, asked, (seen) =>
      engine.query(
        request,
        (rows, keys) => {
          seen.add(rows);
          onRows(rows, keys);
        },
        signal,
      ),
    );
  }

  recordQuestion(question: AskedQuestion): Promise<void> {
    return recordQuestion(this.#folder.journal, question);
  }

  recordChange(change: TenantChange): Promise<void> {
    return recordChange(this.#folder.journal, change);
  }

  async recordCollection(collection: Collection, state: 'started' | 'done'): Promise<void> {
    await recordCollection(this.#folder.journal, collection, state);
    this.#open = undefined;
  }

  async collected(connection: string, table: string): Promise<readonly CollectedSlice[]> {
    const { storage, info } = this.#folder;
    const { lines } = await readJournals(storage, info.id, ['import.started', 'import.done']);
    return collectedIn(lines, connection, table);
  }

  async import(
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
    signal?: AbortSignal,
  ): Promise<ImportReport> {
    const report = await importInto(this.#folder, this.#parts, options, onProgress, signal);
    this.#observed.forget();
    if (options.collected) this.#open = undefined;
    return report;
  }

  verify(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<VerifyReport> {
    return verifyCase(this.#folder.storage, onProgress, signal);
  }

  async timeline(): Promise<readonly TimelineEvent[]> {
    return (await this.#folder.timeline.readAll()).events;
  }

  async pin(request: PinRequest): Promise<PinResult> {
    const engine = await this.#engine.use();
    const book = await this.#parts.rules();
    const keys = request.rows.flatMap(({ event }) => event ?? []);
    const whole = await this.#records.read(keys);
    const wholeRow = (key: EventKey): JsonObject | undefined => whole.get(key)?.row;
    return pinRows(this.#folder, request, { engine, book, wholeRow });
  }

  addEvents(drafts: readonly EventDraft[], source: string): Promise<PinResult> {
    return addEvents(this.#folder, drafts, source);
  }

  updateEvent(event: TimelineEvent): Promise<TimelineEvent> {
    return updateEvent(this.#folder, event);
  }

  unpin(ids: readonly string[]): Promise<readonly TimelineEvent[]> {
    return unpinEvents(this.#folder, ids);
  }

  restoreEvents(events: readonly TimelineEvent[]): Promise<void> {
    return restoreEvents(this.#folder, events);
  }

  async observed(spec: ObservedSpec, signal?: AbortSignal): Promise<ObservedEvents> {
    return this.#observed.observe(await this.#engine.use(), await this.#parts.rules(), spec, signal);
  }

  async observedFacet(
    handle: number,
    facet: ObservedFacetName,
    signal?: AbortSignal,
  ): Promise<ObservedFacet> {
    return this.#observed.facet(await this.#engine.use(), await this.#parts.rules(), handle, facet, signal);
  }

  async observedKeys(handle: number, from: number, count: number): Promise<readonly EventKey[]> {
    return this.#observed.keys(await this.#engine.use(), await this.#parts.rules(), handle, from, count);
  }

  async notObserved(): Promise<readonly NotObserved[]> {
    const { storage, info } = this.#folder;
    const { lines } = await readJournals(storage, info.id, ['query.run']);
    return notObserved(await this.#tableSummaries(), info.window, lines);
  }

  async story({ layer, limit }: StorySpec, signal?: AbortSignal): Promise<StoryParts> {
    const { timeline, person } = this.#folder;
    const about = { notObserved: await this.notObserved(), by: person };
    if (layer === 'curated') {
      const { events, problems } = await timeline.readAll();
      return { events, cut: 0, unread: problems.length, ...about };
    }
    const [engine, rules] = [await this.#engine.use(), await this.#parts.rules()];
    return { ...(await mappedEvents(engine, rules, limit, person, signal)), unread: 0, ...about };
  }

  record(key: EventKey): Promise<EventRecord | undefined> {
    return this.#records.record(key);
  }

  async dismissHit({ query, connection, window, digest, rows, reason }: HuntDismissal): Promise<void> {
    await this.#folder.journal.append('hunt.dismissed', {
      query,
      connection,
      window: window && { start: window.start, end: window.end },
      digest,
      rows,
      reason,
    });
  }

  async imports(): Promise<readonly RecordedImport[]> {
    const { storage, info } = this.#folder;
    return recordedImports((await readJournals(storage, info.id, ['import.started', 'import.done'])).lines);
  }

  async dismissals(): Promise<readonly HuntDismissal[]> {
    const { storage, info } = this.#folder;
    return dismissalsIn((await readJournals(storage, info.id, ['hunt.dismissed'])).lines);
  }

  async updateInfo(change: Partial<CaseInfo>): Promise<CaseInfo> {
    const before = this.#folder.info;
    const after = await updateCaseFile(this.#folder.storage, change);
    this.#folder.info = after;
    const changed = (Object.keys(after) as (keyof CaseInfo)[]).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    if (changed.length > 0)
      await this.#folder.journal.append('case.changed', {
        before: pick(before, changed),
        after: pick(after, changed),
      });
    return after;
  }

  async close(): Promise<void> {
    await this.results.close();
    await this.#engine.close();
    await this.#folder.journal.close();
  }

  /** Read again only when this session has collected something since. */
  async #collections(): Promise<readonly OpenCollection[]> {
    const { storage, info } = this.#folder;
    this.#open ??= openCollections((await readJournals(storage, info.id, COLLECTING)).lines);
    return this.#open;
  }

  async #tableSummaries(): Promise<readonly TableSummary[]> {
    const tables = await storedTables(this.#folder.storage);
    const rejects = await this.#rejects();
    return this.#summaries.summaries(tables, rejects, () => this.#engine.use());
  }

  /** Read again only when this session or another one has imported. */
  async #rejects(): Promise<ReadonlyMap<string, number>> {
    const { storage, info } = this.#folder;
    const ids = [...(await importedHere(storage))].join();
    if (this.#rejected?.ids !== ids) {
      const { lines } = await readJournals(storage, info.id, ['import.done']);
      this.#rejected = { ids, byTable: rejectsByTable(pastImports(lines)) };
    }
    return this.#rejected.byTable;
  }
}

function pick(info: CaseInfo, keys: readonly (keyof CaseInfo)[]): JsonObject {
  return Object.fromEntries(
    keys.map((key) => {
      const value = info[key];
      return [key, typeof value === 'object' && value !== null && 'start' in value ? { ...value } : value];
    }),
  );
}
