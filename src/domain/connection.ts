import type { AnswerSummary, Cell, QueryRequest } from './answer.ts';
import type { DatabaseSchema } from './kustoType.ts';

export type ConnectionKind = 'case' | 'logAnalytics' | 'defender' | 'kusto';

/** What a notebook, a rule or the command line calls by its name. Holds no secret. */
export interface ConnectionInfo {
  /** As in a cell's `connection=`; `case` is the open case's own logs. */
  readonly name: string;
  readonly kind: ConnectionKind;
  /** What it is, for people: the workspace's or the cluster's name and where it is. */
  readonly label: string;
}

/** Something in a query that the connection's dialect has not, known before it is run. */
export interface DialectGap {
  readonly code: string;
  readonly message: string;
  /** UTF-16 offset and length in the query's text. */
  readonly start: number;
  readonly length: number;
}

/**
 * Takes consecutive chunks of rows, and for the case's own logs the keys of the events behind them. A remote connection hands on the next
 * when what this returns has settled.
 */
export type OnRows = (rows: readonly (readonly Cell[])[], keys?: readonly (string | null)[]) => unknown;

/** Something that answers KQL. Answers say whether they are complete; a cancelled one is never called so. */
export interface Connection {
  readonly info: ConnectionInfo;
  schema(options: { readonly refresh?: boolean }, signal?: AbortSignal): Promise<DatabaseSchema>;
  dialectGaps(text: string): Promise<readonly DialectGap[]>;
  query(
    request: QueryRequest,
    onRows: OnRows,
    signal?: AbortSignal,
  ): Promise<AnswerSummary & { readonly digest: string }>;
}

/** The connections that can be asked. */
export interface Connections {
  list(): Promise<readonly ConnectionInfo[]>;
  /** Rejects with the AzimuthError `connection.unknown`, which names those that there are. */
  get(name: string): Promise<Connection>;
}
