import type { JsonValue } from '../base/json.ts';
import type { KustoType } from './kustoType.ts';

/**
 * A value of an answer as typed JSON: int and long as numbers (beyond 2^53 as strings), real as a number or
 * "NaN" / "Infinity" / "-Infinity", datetime ISO 8601 with Z, timespan `[-][d.]hh:mm:ss[.fffffff]`, guid and
 * decimal as strings, dynamic as JSON, null as null (never for a string).
 */
export type Cell = JsonValue;

export interface AnswerColumn {
  readonly name: string;
  readonly type: KustoType;
  /** Set where the values are approximate by nature; states the bound. */
  readonly approximate?: string;
}

/** Whether an answer is all there is. `partial`: some source did not contribute. `cut`: rows were left out. */
export type Completeness =
  | { readonly state: 'complete' }
  | { readonly state: 'partial'; readonly reason: string }
  | {
      readonly state: 'cut';
      readonly by: 'rowLimit' | 'sizeLimit' | 'timeout' | 'cancelled';
      readonly reason: string;
    };

/** What `render` asked for; properties as Kusto names them (title, xcolumn, ycolumns, series, kind …). */
export interface Visualization {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface TimeWindow {
  /** ISO 8601, inclusive. */
  readonly start: string;
  /** ISO 8601, exclusive. */
  readonly end: string;
}

export interface AnswerStatistics {
  readonly rows: number;
  readonly elapsedMs: number;
  readonly translateMs?: number;
}

/** A table that a query gives after its first: of another statement, or another branch of fork or facet. */
export interface FurtherTable {
  readonly name: string;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly completeness: Completeness;
}

/** All of an answer but its rows. */
export interface AnswerSummary {
  readonly columns: readonly AnswerColumn[];
  /** True where the query's last operator fixes the order of the rows. */
  readonly ordered: boolean;
  readonly completeness: Completeness;
  readonly statistics: AnswerStatistics;
  readonly visualization?: Visualization;
  /** In the query's order; the answer itself is the first table. */
  readonly further?: readonly FurtherTable[];
}

export interface Answer extends AnswerSummary {
  readonly rows: readonly (readonly Cell[])[];
  /** One per row where asked for: the case's event behind the row, null where the row stands for many or none. */
  readonly rowKeys?: readonly (string | null)[];
}

export interface QueryRequest {
  readonly text: string;
  /** Like the Log Analytics API's timespan: an outer filter on TimeGenerated of every table read. */
  readonly window?: TimeWindow;
  /** ISO 8601; what now() is. The case's clock unless given. */
  readonly now?: string;
  /** Rows past this are left out and the answer says so. */
  readonly maxRows?: number;
  readonly withRowKeys?: boolean;
  /** Values of `declare query_parameters`. */
  readonly parameters?: Readonly<Record<string, Cell>>;
}
