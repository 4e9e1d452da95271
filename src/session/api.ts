import type { JsonObject } from '../base/json.ts';
import type { AnswerSummary, Cell, QueryRequest, TimeWindow } from '../domain/answer.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import type { EventKey } from '../domain/eventKey.ts';
import type { EventReading } from '../domain/eventReading.ts';
import type { ImportOptions, ImportProgress, ImportReport, RecordedImport } from '../domain/importReport.ts';
import type { HuntDismissal } from '../domain/hunt.ts';
import type { DatabaseSchema } from '../domain/kustoType.ts';
import type { NotObserved } from '../domain/notObserved.ts';
import type { ObservedEvents, ObservedFacet, ObservedFacetName, ObservedSpec } from '../domain/observed.ts';
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
import type { CaseResults } from './results/api.ts';

/** One table of the open case, for the Case view and for "not observed" bands. */
export interface TableSummary {
  readonly name: string;
  readonly rows: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Rows per hour from `first`'s hour to `last`'s, at most 24 × 400 entries; longer spans use a wider `binHours`. */
  readonly histogram: readonly number[];
  readonly binHours: number;
  /** Spans inside first..last, at least six hours, with no row. */
  readonly gaps: readonly TimeWindow[];
  readonly rejects: number;
}

export interface CaseSummary {
  readonly info: CaseInfo;
  readonly tables: readonly TableSummary[];
  /** Begun and not ended. */
  readonly collections: readonly OpenCollection[];
  readonly notebooks: readonly string[];
  readonly timeline: { readonly curated: number; readonly observed: number };
  readonly evidence: { readonly files: number; readonly bytes: number };
  /** What was found wrong at opening: torn lines set aside, originals missing. Empty when all is well. */
  readonly warnings: readonly string[];
}

/** The raw record behind an event and, per column, which field of it the value came from. */
export interface EventRecord {
  readonly key: EventKey;
  readonly table: string;
  readonly row: JsonObject;
  readonly raw: string;
  readonly lineage: Readonly<Record<string, string>>;
  /** Every original that holds this event: the first is the one that `raw` is from. */
  readonly sources: readonly {
    readonly file: string;
    readonly name: string;
    readonly member: string;
    readonly record: number;
    readonly shape: string;
  }[];
}

/** What a pin needs; the session adds who, when, digest, techniques, entities and the id. */
export interface PinRequest {
  readonly connection: string;
  readonly query: string;
  readonly window: TimeWindow | null;
  readonly answerDigest: string;
  readonly rows: readonly {
    readonly row: JsonObject;
    readonly event: EventKey | null;
    /** What is said of the row where it stands for many events; else the mapping rules say it. */
    readonly reading?: EventReading;
  }[];
}

export interface PinResult {
  readonly pinned: readonly TimelineEvent[];
  /** Already on the timeline: recognised by content digest or event key. */
  readonly known: readonly TimelineEvent[];
}

/** Which events an export is made of. */
export interface StorySpec {
  /** `observed`: those that a mapping rule has a technique for. */
  readonly layer: 'curated' | 'observed';
  /** Observed events past it are left out and counted; the earliest of each table stay. */
  readonly limit: number;
}

/** What other tools are given of the timeline. */
export interface StoryParts {
  /** By time, those without one last. */
  readonly events: readonly TimelineEvent[];
  readonly notObserved: readonly NotObserved[];
  /** Events left out by the limit. */
  readonly cut: number;
  /** Files of the timeline that could not be read. */
  readonly unread: number;
  /** Who exports. */
  readonly by: string;
}

/**
 * Everything that can be done with an open case. One object in the CLI's process; for the editor it lives in
 * a child process and this interface is its wire. Arguments and results survive structured cloning.
 */
export interface CaseSession {
  /** Answers that stay in the session's process and are looked at from afar. */
  readonly results: CaseResults;
  summary(): Promise<CaseSummary>;
  schema(): Promise<DatabaseSchema>;
  translate(request: QueryRequest): Promise<Translation>;
  /** Runs and writes the ledger's line; the summary carries the digest of the rows. */
  query(
    request: QueryRequest,
    onRows: (rows: readonly (readonly Cell[])[], keys?: readonly (string | null)[]) => void,
    signal?: AbortSignal,
  ): Promise<AnswerSummary & { readonly digest: string }>;
  /** Writes the ledger's line of a question that another connection was asked. */
  recordQuestion(question: AskedQuestion): Promise<void>;
  /** Writes down a change to a tenant, done or tried. */
  recordChange(change: TenantChange): Promise<void>;
  /** Writes down that a window is being collected, or that it has been. */
  recordCollection(collection: Collection, state: 'started' | 'done'): Promise<void>;
  /** What was fetched from a connection's table before, in order of time. */
  collected(connection: string, table: string): Promise<readonly CollectedSlice[]>;
  import(
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
    signal?: AbortSignal,
  ): Promise<ImportReport>;
  /** The imports of this case, newest first, whoever made them. */
  imports(): Promise<readonly RecordedImport[]>;
  verify(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<VerifyReport>;
  timeline(): Promise<readonly TimelineEvent[]>;
  pin(request: PinRequest): Promise<PinResult>;
  /** Puts events on the timeline that are no rows of an answer; `source` is where they are from, such as `by hand`. */
  addEvents(drafts: readonly EventDraft[], source: string): Promise<PinResult>;
  /** Resolves with the event as it was. A claim of a person with no name is the claim of whoever works here. */
  updateEvent(event: TimelineEvent): Promise<TimelineEvent>;
  unpin(ids: readonly string[]): Promise<readonly TimelineEvent[]>;
  restoreEvents(events: readonly TimelineEvent[]): Promise<void>;
  /** What the case observed and a mapping rule has a technique for, as columns sorted by time. */
  observed(spec: ObservedSpec, signal?: AbortSignal): Promise<ObservedEvents>;
  /** One column more of an observed layer; rejects with `attack.stale` where the case has changed since. */
  observedFacet(handle: number, facet: ObservedFacetName, signal?: AbortSignal): Promise<ObservedFacet>;
  /** Keys of consecutive observed events, for details when near. */
  observedKeys(handle: number, from: number, count: number): Promise<readonly EventKey[]>;
  /** Where the logs of the case say nothing, so that nothing there is not taken for quiet. */
  notObserved(): Promise<readonly NotObserved[]>;
  story(spec: StorySpec, signal?: AbortSignal): Promise<StoryParts>;
  record(key: EventKey): Promise<EventRecord | undefined>;
  /** Sets a hit of the library aside; the journal keeps it with its reason. */
  dismissHit(dismissal: HuntDismissal): Promise<void>;
  /** Everything that was set aside in this case, oldest first. */
  dismissals(): Promise<readonly HuntDismissal[]>;
  updateInfo(change: Partial<CaseInfo>): Promise<CaseInfo>;
  close(): Promise<void>;
}
