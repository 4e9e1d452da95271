export const KUSTO_TYPES = [
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'string',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
] as const;

/** Kusto's scalar types by their own names. */
export type KustoType = (typeof KUSTO_TYPES)[number];

export interface Column {
  readonly name: string;
  readonly type: KustoType;
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface FunctionSchema {
  readonly name: string;
  /** As Kusto writes it, with parentheses: `(user:string, since:datetime=datetime(null))`. */
  readonly parameters: string;
  readonly body: string;
}

/** What `_GetWatchlist("alias")` gives. */
export interface WatchlistSchema {
  readonly alias: string;
  readonly columns: readonly Column[];
}

export interface DatabaseSchema {
  readonly name: string;
  readonly tables: readonly TableSchema[];
  readonly functions: readonly FunctionSchema[];
  readonly watchlists?: readonly WatchlistSchema[];
}

/** Names that differ in case alone are one to DuckDB: of such columns the first, which holds the value of all. */
export function storedAsOne(columns: readonly Column[]): readonly Column[] {
  const seen = new Set<string>();
  return columns.filter(({ name }) => {
    const lower = name.toLowerCase();
    return !seen.has(lower) && seen.add(lower);
  });
}
