import type { JsonObject } from '../base/json.ts';
import type { AnswerColumn, Completeness, TimeWindow } from './answer.ts';

/** A question that was put to a connection other than the case, for the ledger. Its rows were seen where it was asked. */
export interface AskedQuestion {
  readonly connection: string;
  readonly text: string;
  readonly window: TimeWindow | null;
  /** ISO 8601; what now() was, where it was fixed. */
  readonly now: string | null;
  readonly columns: readonly AnswerColumn[];
  readonly rows: number;
  /** Over the canonical JSON of the rows, a line each. */
  readonly digest: string;
  readonly completeness: Completeness | { readonly state: 'failed'; readonly reason: string };
  readonly elapsedMs: number;
}

/** Something that was changed in a tenant, or that it was tried to change, for the journal. Holds no token. */
export interface TenantChange {
  /** What was done, as a sentence's beginning: "Assign incident 101 to ana@example.com". */
  readonly title: string;
  /** ARM id or Graph id of what was changed. */
  readonly target: string;
  /** What differs, by name. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** `sending`: about to be sent, so that another one follows. `applied`: read back and found so. `unknown`: it could not be read back. */
  readonly outcome: 'sending' | 'applied' | 'refused' | 'unknown';
  readonly reason?: string;
}

/** What is to be changed, before it is known what becomes of it. */
export type PlannedChange = Omit<TenantChange, 'outcome' | 'reason'>;

/** A part of a table that was fetched from a connection into the case; kept with the import that took it in. */
export interface CollectedSlice {
  readonly connection: string;
  readonly table: string;
  readonly query: string;
  readonly window: TimeWindow;
  /** What the service counted, and what came. */
  readonly counted: number;
  readonly rows: number;
  readonly digest: string;
}

/** A window of a connection's table that is to be fetched into the case. */
export interface Collection {
  readonly connection: string;
  readonly table: string;
  readonly window: TimeWindow;
}

/** One that was begun and did not come to its end. */
export interface OpenCollection extends Collection {
  /** What of the window has not been fetched, in order. */
  readonly missing: readonly TimeWindow[];
}
