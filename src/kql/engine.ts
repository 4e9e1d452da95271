import type { Answer, AnswerColumn, AnswerSummary, Cell, QueryRequest } from '../domain/answer.ts';
import type { Column, DatabaseSchema } from '../domain/kustoType.ts';

/** One table of the case as Parquet on disk; written by the importer, read here. See docs/architecture.md. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Absolute paths. Each file holds a subset of the columns and all of HIDDEN_COLUMNS. */
  readonly files: readonly string[];
}

/** A CSV of the case that `_GetWatchlist(alias)` reads. */
export interface Watchlist {
  readonly alias: string;
  /** In the case, with forward slashes. */
  readonly path: string;
  /** The CSV's own columns, in its order. */
  readonly columns: readonly string[];
  /** Other where the file's contents are other. */
  readonly version: string;
}

/** An answer that was spooled to a file and that a query reads by a name, like a `let` in front of it. */
export interface NamedAnswer {
  readonly name: string;
  readonly columns: readonly AnswerColumn[];
  /** Absolute, as `spool` wrote it; in one of the allowed folders. */
  readonly file: string;
  /** Whether its rows are in an order that a query asked for. */
  readonly ordered: boolean;
  /** Whether the file has the keys of the events behind the rows. */
  readonly withKeys: boolean;
}

/** `tables`: the names of those after the first. */
export type SpooledSummary = AnswerSummary & { readonly tables: readonly string[] };

/** `answers` that the text may name. No window applies to their rows: one applied when they were made. */
export type EngineRequest = QueryRequest & { readonly answers?: readonly NamedAnswer[] };

export interface EngineOptions {
  readonly tables: readonly StoredTable[];
  readonly functions: DatabaseSchema['functions'];
  readonly watchlists?: readonly Watchlist[];
  /**
   * Reads a file by its path in the case, for `externaldata` and `_GetWatchlist`; undefined where there is none. Rejects with
   * an AzimuthError for a path that leads out of the case and for a file that is too large.
   */
  readonly readFile?: (path: string) => Promise<Uint8Array | undefined>;
  /** Whether a workspace may have a table of this name that the case lacks: a query that names it is told so. */
  readonly isTableElsewhere?: (name: string) => boolean;
  /** ISO 8601; what now() is when a request does not say. */
  readonly clock?: string;
  /** Bytes; past it DuckDB spills to `spillFolder`. */
  readonly memoryLimit?: number;
  readonly spillFolder?: string;
  /** The only folders that SQL may touch once the engine is open. */
  readonly allowedFolders: readonly string[];
}

/** What happened to a query before any row: where, why and, where there is one, how to write it instead. */
export interface KqlDiagnostic {
  /** `refused`: valid KQL that this engine does not answer exactly. `invalid`: Kusto's own error. `failed`: at run time. */
  readonly kind: 'refused' | 'invalid' | 'failed';
  /** Kusto's code (KS142) or ours (`function-not-exact`). */
  readonly code: string;
  readonly message: string;
  /** UTF-16 offset and length in the request's text. */
  readonly start: number;
  readonly length: number;
  readonly rewrite?: string;
}

export interface Translation {
  readonly columns: readonly AnswerColumn[];
  readonly sql: string;
  /** The relational plan, one node a line, indented. */
  readonly plan: string;
}

/**
 * A column of a columnar answer; arrays are owned by the receiver and have exactly one element per row.
 * datetime is milliseconds since 1970 (NaN for null); strings and guids are codes into `values`.
 */
export type ColumnVector =
  | { readonly kind: 'number'; readonly data: Float64Array }
  | { readonly kind: 'datetime'; readonly data: Float64Array }
  | { readonly kind: 'dictionary'; readonly data: Uint32Array; readonly values: readonly string[] };

export interface ColumnarAnswer extends AnswerSummary {
  readonly vectors: readonly ColumnVector[];
}

/**
 * KQL over the case's own tables. All methods reject with KqlError (see kql/diagnostics) for what a diagnostic
 * can say, with an AbortError when the signal fired, and leave the engine usable.
 */
export interface EmbeddedEngine {
  schema(): DatabaseSchema;
  /** Tables, functions or watchlists changed on disk. */
  reload(options: EngineOptions): Promise<void>;
  translate(request: QueryRequest): Promise<Translation>;
  /** Streams: `onRows` gets consecutive chunks (and their keys where asked); resolves when all rows are out. */
  query(
    request: QueryRequest,
    onRows: (rows: readonly (readonly Cell[])[], keys?: readonly (string | null)[]) => void,
    signal?: AbortSignal,
  ): Promise<AnswerSummary>;
  queryAll(request: EngineRequest, signal?: AbortSignal): Promise<Answer>;
  /**
   * Writes the answer to a Parquet file: columns `c0`, `c1` … in the answer's order, `n` (the row's index) and the hidden
   * key. `statistics.rows` rows count; the file may hold one more where the answer is cut. The size of the answer is not
   * limited, since nobody has to hold it. Of a query with several tables, `table` is the one that is written, 0 the first; the
   * summary has the names of those after the first.
   * @param file absolute, in one of the allowed folders; removed where the query fails or is cancelled
   */
  spool(request: EngineRequest, file: string, signal?: AbortSignal, table?: number): Promise<SpooledSummary>;
  /** The canonical JSON lines of a spooled answer's first rows, in order: its digest is taken over them. */
  spooledLines(
    spooled: { readonly file: string; readonly columns: readonly Column[]; readonly rows: number },
    onLines: (lines: readonly string[]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** No object per row; only scalar columns. */
  queryColumns(request: QueryRequest, signal?: AbortSignal): Promise<ColumnarAnswer>;
  close(): Promise<void>;
}
