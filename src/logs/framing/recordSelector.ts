import type { JsonPath } from './jsonScanner.ts';

/**
 * Where the records of a JSON file are: `roots` (top-level objects and elements of top-level arrays), `list` (elements of a named array of
 * the top-level object), or a dialect whose rows are arrays that a list of columns names.
 */
export type JsonLayout =
  | { readonly kind: 'roots' }
  /** `depth`: how often such an array holds objects with such an array, 1 where they are records. */
  | { readonly kind: 'list'; readonly key: string; readonly depth?: number }
  | { readonly kind: 'rows'; readonly dialect: RowDialect };

export type RowDialect = 'log-analytics' | 'kusto-v1' | 'kusto-v2';

interface RowPaths {
  readonly columns: JsonPath;
  readonly rows: JsonPath;
  /** Says of which kind the table is; its text decides by `primary`. */
  readonly kind: JsonPath;
  /** Names a table whose rows come in further frames, without columns of their own. */
  readonly id?: JsonPath;
  /** Says whether a frame's rows take the place of the earlier ones. */
  readonly fragment?: JsonPath;
  primary(kind: string | undefined, index: number): boolean;
}

/** Keys are compared in lower case. */
export const ROW_PATHS: Readonly<Record<RowDialect, RowPaths>> = {
  'log-analytics': {
    columns: ['tables', '*', 'columns'],
    rows: ['tables', '*', 'rows', '*'],
    kind: ['tables', '*', 'name'],
    primary: (kind, index) => index === 0 || kind === undefined || kind.toLowerCase() === 'primaryresult',
  },
  'kusto-v1': {
    columns: ['tables', '*', 'columns'],
    rows: ['tables', '*', 'rows', '*'],
    kind: ['tables', '*', 'tablename'],
    // The others are properties, status and the table of contents.
    primary: (_, index) => index === 0,
  },
  'kusto-v2': {
    columns: ['*', 'columns'],
    rows: ['*', 'rows', '*'],
    kind: ['*', 'tablekind'],
    id: ['*', 'tableid'],
    fragment: ['*', 'tablefragmenttype'],
    primary: (kind) => kind === undefined || kind.toLowerCase() === 'primaryresult',
  },
};

export function samePath(path: JsonPath, pattern: JsonPath): boolean {
  return path.length === pattern.length && pattern.every((key, i) => key === (path[i] ?? '').toLowerCase());
}

export function leadsTo(path: JsonPath, pattern: JsonPath): boolean {
  return path.length < pattern.length && path.every((key, i) => key.toLowerCase() === pattern[i]);
}
