import type { AnswerSummary, Cell, TimeWindow } from './answer.ts';
import type { KustoType } from './kustoType.ts';

/** All of a kept answer but its rows, which stay beside the engine and are fetched a page at a time. */
export interface ResultHead extends Omit<AnswerSummary, 'further'> {
  /** 32 hex digits; names the answer's folder in derived/results. */
  readonly id: string;
  readonly connection: string;
  /** What was run, with what was put before a cell's own text. */
  readonly query: string;
  readonly window: TimeWindow | null;
  /** ISO 8601: when the last row had come. */
  readonly ranAt: string;
  /** SHA-256 over the canonical JSON of each row and a newline; the ledger's line has the same. */
  readonly digest: string;
  /** Whether rows are known to be events of the case. */
  readonly withKeys: boolean;
  /** Digest of what asked (see `originOf`), by which a notebook that is opened again finds it; null for none. */
  readonly origin: string | null;
  /** Ids of the answers that hold the tables which the query gave after this one. */
  readonly further?: readonly string[];
  /** Which of its query's tables this is, where it is not the first. */
  readonly table?: string;
}

export interface SortKey {
  /** Index into the answer's columns. */
  readonly column: number;
  readonly descending: boolean;
}

/** What is asked of one column, as it is typed: see `readFilter`. */
export interface ColumnFilter {
  readonly column: number;
  readonly text: string;
}

/** Which rows of an answer are looked at and in which order. */
export interface ResultView {
  /** Text that any column contains; '' for no search. */
  readonly search: string;
  readonly filters: readonly ColumnFilter[];
  readonly sort: readonly SortKey[];
}

export const WHOLE_RESULT: ResultView = { search: '', filters: [], sort: [] };

/** Consecutive rows of a view; each has the columns asked for, in that order. */
export interface ResultPage {
  readonly rows: readonly (readonly Cell[])[];
  /** Index of each row in the answer, from 0. */
  readonly places: readonly number[];
  /** The case's event behind each row, null where it stands for many or none. */
  readonly keys: readonly (string | null)[];
}

/** What one column holds, over the rows of a view. */
export interface ColumnProfile {
  readonly rows: number;
  /** Nulls, and for strings and dynamic values the empty ones. */
  readonly empty: number;
  readonly distinct: number;
  /** Null where the type has no order, or there is no value. */
  readonly least: Cell;
  readonly greatest: Cell;
  /** Of numbers. */
  readonly mean: number | null;
  readonly top: readonly { readonly value: Cell; readonly rows: number }[];
}

/** Half-open ranges of positions in a view, ascending and apart. */
export type RowRanges = readonly (readonly [from: number, to: number])[];

export const EXPORT_FORMATS = ['csv', 'json', 'markdown', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Of both answers' columns those that say which rows belong together; of all others what changed. */
export interface ComparisonKeys {
  /** Names of columns that both have; none to compare whole rows. */
  readonly columns: readonly string[];
}

/** Whether a kept answer is still what was answered. */
export interface ResultVerification {
  /** Of the rows as they are on the disk now. */
  readonly digest: string;
  readonly unchanged: boolean;
  /** Place of the ledger's line with this digest; null where no journal has one. */
  readonly ledger: { readonly file: string; readonly line: number } | null;
}

export function isNumeric(type: KustoType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}
