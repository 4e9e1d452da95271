import type { CellParts } from '../../domain/cellParts.ts';
import type { AnswerSummary, Cell, QueryRequest, TimeWindow } from '../../domain/answer.ts';
import type {
  ColumnProfile,
  ComparisonKeys,
  ExportFormat,
  ResultHead,
  ResultPage,
  ResultVerification,
  ResultView,
  RowRanges,
} from '../../domain/result.ts';

/** A question to the case's logs; `parts` where it is a cell's that uses others. */
export type CaseQuestion = QueryRequest & ResultOrigin & { readonly parts?: CellParts };

/** What an answer remembers of its question. */
export interface ResultOrigin {
  /** See ResultHead. */
  readonly origin: string | null;
}

/** An answer that another connection gives, to be kept like the case's own. */
export interface ReceivedAnswer extends ResultOrigin {
  readonly connection: string;
  readonly text: string;
  readonly window: TimeWindow | null;
}

export interface ExportRequest {
  readonly id: string;
  readonly view: ResultView;
  /** Undefined for all rows of the view. */
  readonly rows?: RowRanges;
  /** Indexes into the answer's columns, in the order wanted. */
  readonly columns: readonly number[];
  readonly format: ExportFormat;
  /** Absolute; chosen by a person. */
  readonly path: string;
}

/** Answers that are kept beside the engine and looked at from afar. */
export interface CaseResults {
  /** Runs on the case's logs, keeps the answer and writes the ledger's line. */
  run(request: CaseQuestion, signal?: AbortSignal): Promise<ResultHead>;
  /** Begins to keep an answer that comes from elsewhere; gives the id under which its rows are to be added. */
  receive(answer: ReceivedAnswer): Promise<string>;
  receiveRows(id: string, rows: readonly (readonly Cell[])[]): Promise<void>;
  /** The answer is all there, or (undefined) broke off and is forgotten. The connection keeps the ledger. */
  endReceiving(id: string, summary: AnswerSummary | undefined): Promise<ResultHead | null>;
  /** Undefined where it is no longer kept. */
  find(id: string): Promise<ResultHead | undefined>;
  /** All kept answers, the newest first. */
  list(): Promise<readonly ResultHead[]>;
  /** The newest kept answer to each of these origins. */
  newest(origins: readonly string[]): Promise<readonly (ResultHead | null)[]>;
  /** How many rows the view has. */
  count(id: string, view: ResultView, signal?: AbortSignal): Promise<number>;
  page(request: PageRequest, signal?: AbortSignal): Promise<ResultPage>;
  /** All columns of the rows at these positions of the view. */
  rows(id: string, view: ResultView, ranges: RowRanges): Promise<ResultPage>;
  profile(id: string, view: ResultView, column: number, signal?: AbortSignal): Promise<ColumnProfile>;
  /** Gives the number of rows written. */
  export(request: ExportRequest, onRows: (rows: number) => void, signal?: AbortSignal): Promise<number>;
  /** Rows that only one of two answers has, and those that differ, as a kept answer of its own. */
  compare(before: string, after: string, keys: ComparisonKeys): Promise<ResultHead>;
  /** Puts the rows into evidence/ under their digest. */
  keep(id: string): Promise<{ readonly file: string; readonly size: number }>;
  verify(id: string): Promise<ResultVerification>;
}

/** Rows of a view from a position on, with some columns. */
export interface PageRequest {
  readonly id: string;
  readonly view: ResultView;
  readonly columns: readonly number[];
  readonly from: number;
  readonly count: number;
}
