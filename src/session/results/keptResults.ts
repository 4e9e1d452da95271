import { parseEventKey } from '../../domain/eventKey.ts';
import { AzimuthError } from '../../base/errors.ts';
import { readJournals } from '../../cases/journal.ts';
import { temporaryPath } from '../../cases/files.ts';
import { journalPath } from '../../cases/writerName.ts';
import type { AnswerSummary, Cell } from '../../domain/answer.ts';
import {
  type ColumnProfile,
  type ComparisonKeys,
  type ResultHead,
  type ResultPage,
  type ResultVerification,
  type ResultView,
  type RowRanges,
  WHOLE_RESULT,
} from '../../domain/result.ts';
import type { EmbeddedEngine } from '../../kql/engine.ts';
import type { CaseFolder } from '../caseFolder.ts';
import type { CaseEngine } from '../caseEngine.ts';
import { RowsDigest, rowLine } from '../../base/rowsDigest.ts';
import type { SessionParts } from '../parts.ts';
import type { CaseQuestion, CaseResults, ExportRequest, PageRequest, ReceivedAnswer } from './api.ts';
import { CaseAnswers } from './caseAnswers.ts';
import { comparisonQuery } from './compare.ts';
import { EvidenceAnswers } from './evidenceAnswers.ts';
import { moveTo, writeText } from './exportResult.ts';
import { headOf, newId } from './newHead.ts';
import { profileColumn } from './profile.ts';
import { ReceivedAnswers } from './receiving.ts';
import { ResultEngine } from './resultEngine.ts';
import { ResultStore, rowsPath } from './resultStore.ts';
import { pageQuery } from './viewQuery.ts';
import { ResultViews } from './views.ts';

/** At a time; more would be a message of many megabytes. */
const MAX_PAGE = 5_000;
/** Rows that can be taken out whole, to be pinned or copied. */
const MAX_ROWS_TAKEN = 20_000;

/** The kept answers of an open case. */
export class KeptResults implements CaseResults {
  readonly #folder: CaseFolder;
  readonly #parts: SessionParts;
  readonly #store: ResultStore;
  readonly #evidence: EvidenceAnswers;
  readonly #engine: ResultEngine;
  readonly #received: ReceivedAnswers;
  readonly #views = new ResultViews();
  readonly #answers: CaseAnswers;

  constructor(folder: CaseFolder, parts: SessionParts, logs: CaseEngine) {
    this.#folder = folder;
    this.#parts = parts;
    this.#evidence = new EvidenceAnswers(folder, parts.spoolRows);
    this.#store = new ResultStore(folder.storage, this.#evidence);
    this.#engine = new ResultEngine(folder.storage, parts);
    this.#received = new ReceivedAnswers(folder.storage, this.#store, parts.spoolRows);
    this.#answers = new CaseAnswers(folder, logs, this.#store, (...read) => this.#readAll(...read));
  }

  run(question: CaseQuestion, signal?: AbortSignal): Promise<ResultHead> {
    return this.#answers.run(question, signal);
  }

  receive(answer: ReceivedAnswer): Promise<string> {
    return this.#received.begin(answer);
  }

  receiveRows(id: string, rows: readonly (readonly Cell[])[]): Promise<void> {
    return this.#received.add(id, rows);
  }

  endReceiving(id: string, summary: AnswerSummary | undefined): Promise<ResultHead | null> {
    return this.#received.end(id, summary);
  }

  find(id: string): Promise<ResultHead | undefined> {
    return this.#store.find(id);
  }

  list(): Promise<readonly ResultHead[]> {
    return this.#store.list();
  }

  newest(origins: readonly string[]): Promise<readonly (ResultHead | null)[]> {
    return this.#store.newest(origins);
  }

  async count(id: string, view: ResultView, signal?: AbortSignal): Promise<number> {
    const head = await this.#store.get(id);
    return this.#views.count(await this.#engine.use(head), head, view, signal);
  }

  async page({ id, view, columns, from, count }: PageRequest, signal?: AbortSignal): Promise<ResultPage> {
    const head = await this.#store.get(id);
    const engine = await this.#engine.use(head);
    const places = await this.#views.places(engine, head, view, from, Math.min(count, MAX_PAGE), signal);
    return this.#fetch(engine, head, columns, places, signal);
  }

  async rows(id: string, view: ResultView, ranges: RowRanges): Promise<ResultPage> {
    const wanted = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    if (wanted > MAX_ROWS_TAKEN)
      throw new AzimuthError(
        'result.too-many-rows',
        `${wanted} rows are selected; at most ${MAX_ROWS_TAKEN} can be taken at a time.`,
        { unharmed: 'nothing was done', next: ['Select fewer rows, or export them to a file.'] },
      );
    const head = await this.#store.get(id);
    const engine = await this.#engine.use(head);
    const places: number[] = [];
    for (const [from, to] of ranges)
      places.push(...(await this.#views.places(engine, head, view, from, to - from)));
    return this.#fetch(engine, head, [...head.columns.keys()], places);
  }

  async profile(id: string, view: ResultView, column: number, signal?: AbortSignal): Promise<ColumnProfile> {
    const head = await this.#store.get(id);
    return profileColumn(await this.#engine.use(head), head, view, column, signal);
  }

  async export(
    request: ExportRequest,
    onRows: (rows: number) => void,
    signal?: AbortSignal,
  ): Promise<number> {
    const { id, view, format, path } = request;
    const head = await this.#store.get(id);
    const columns = request.columns.flatMap((place) => {
      const column = head.columns[place];
      return column ? [{ place, column }] : [];
    });
    const ranges = request.rows ?? [[0, await this.count(id, view, signal)]];
    if (format !== 'parquet') {
      const pages = this.#pages(
        head,
        view,
        columns.map(({ place }) => place),
        ranges,
        signal,
      );
      return writeText(
        path,
        format,
        columns.map(({ column }) => column),
        pages,
        onRows,
      );
    }
    const engine = await this.#engine.use(head);
    const places: number[] = [];
    for (const [from, to] of ranges)
      for (const place of await this.#views.places(engine, head, view, from, to - from, signal))
        places.push(place);
    const { storage } = this.#folder;
    const temporary = storage.absolute(await temporaryPath(storage));
    await this.#parts.exportParquet(storage.absolute(rowsPath(id)), columns, places, temporary);
    await moveTo(temporary, path);
    return places.length;
  }

  async compare(before: string, after: string, keys: ComparisonKeys): Promise<ResultHead> {
    const [old, now] = [await this.#store.get(before), await this.#store.get(after)];
    const text = comparisonQuery(old, now, keys);
    const id = newId();
    try {
      const place = await this.#store.place(id);
      const engine = await this.#engine.use(old, now);
      const summary = await engine.spool({ text }, place);
      const digest = new RowsDigest();
      await this.#readAll({ ...summary, id }, (lines) => digest.addLines(lines));
      const made = {
        ...headOf(id, { connection: now.connection, text, window: null }, null, summary),
        digest: digest.digest(),
        withKeys: false,
      };
      await this.#store.add(made);
      return made;
    } catch (error) {
      await this.#store.discard(id);
      throw error;
    }
  }

  async keep(id: string): Promise<{ readonly file: string; readonly size: number }> {
    const head = await this.#store.get(id);
    const { file, digest, size } = await this.#folder.evidence.put(
      `answer ${head.ranAt}.ndjson`,
      this.#bytes(head),
    );
    if (digest !== head.digest) throw changed(digest);
    await this.#evidence.note(head);
    return { file, size };
  }

  async verify(id: string): Promise<ResultVerification> {
    const head = await this.#store.get(id);
    const now = new RowsDigest();
    await this.#readAll(head, (lines) => now.addLines(lines));
    const digest = now.digest();
    const { lines } = await readJournals(this.#folder.storage, this.#folder.info.id, ['query.run']);
    const line = lines.findLast(({ data }) => data['digest'] === head.digest);
    return {
      digest,
      unchanged: digest === head.digest,
      ledger: line ? { file: journalPath(line.writer), line: line.n } : null,
    };
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #fetch(
    engine: EmbeddedEngine,
    head: ResultHead,
    columns: readonly number[],
    places: readonly number[],
    signal?: AbortSignal,
  ): Promise<ResultPage> {
    if (places.length === 0) return { rows: [], places, keys: [] };
    const text = pageQuery(head, columns, places);
    const { rows, rowKeys = [] } = await engine.queryAll({ text, withRowKeys: true }, signal);
    const at = new Map(rows.map(([n], index) => [Number(n), index]));
    const order = places.map((place) => at.get(place) ?? -1);
    return {
      rows: order.map((index) => (rows[index] ?? []).slice(1)),
      places,
      keys: order.map((index) => keyBehind(rowKeys[index])),
    };
  }

  async *#pages(
    head: ResultHead,
    view: ResultView,
    columns: readonly number[],
    ranges: RowRanges,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly (readonly Cell[])[]> {
    for (const [from, to] of ranges)
      for (let at = from; at < to; at += MAX_PAGE) {
        const engine = await this.#engine.use(head);
        const places = await this.#views.places(engine, head, view, at, Math.min(MAX_PAGE, to - at), signal);
        yield (await this.#fetch(engine, head, columns, places, signal)).rows;
      }
  }

  /** The lines of all rows, in their order. */
  async #readAll(
    { id, columns, statistics }: Pick<ResultHead, 'id' | 'columns' | 'statistics'>,
    onLines: (lines: readonly string[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const file = this.#folder.storage.absolute(rowsPath(id));
    const engine = await this.#engine.use();
    await engine.spooledLines({ file, columns, rows: statistics.rows }, onLines, signal);
  }

  /** The same as bytes, a page at a time. */
  async *#bytes(head: ResultHead): AsyncGenerator<Uint8Array> {
    const columns = [...head.columns.keys()];
    for await (const rows of this.#pages(head, WHOLE_RESULT, columns, [[0, head.statistics.rows]]))
      yield Buffer.from(rows.map(rowLine).join(''));
  }
}

function changed(digest: string): AzimuthError {
  return new AzimuthError(
    'result.changed',
    `The rows of this answer were changed: their digest is ${digest}.`,
    {
      unharmed: 'the logs of the case are as they were',
      next: ['Run the cell again.'],
    },
  );
}

/** Kept rows are a table of their own, which the engine puts before the key that the row had when it was kept. */
function keyBehind(key: string | null | undefined): string | null {
  return (key ? parseEventKey(key).key : '') || null;
}
