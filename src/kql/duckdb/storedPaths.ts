import type { Column } from '../../domain/kustoType.ts';

/** A constant path into a dynamic column of a table. */
export interface DynamicPath {
  readonly column: string;
  /** As the plan writes paths: `$."a"."b"`, `$[0]."a"`. */
  readonly path: string;
}

/** The name in a table's Parquet of the column with the values at a path, each as `storedValueSql` makes it. */
export function storedPathName({ column, path }: DynamicPath): string {
  return `$at:${column}:${path}`;
}

/** Keys without what a path would read as a wildcard or an escape. */
const PATH = /^\$(\."[^"\\*\p{Cc}]{1,100}"|\[0\])+$/u;

/** What a column of a table's Parquet holds, where it is the values at a path of one of the table's dynamic columns. */
export function storedPathOf(name: string, columns: readonly Column[]): DynamicPath | undefined {
  if (!name.startsWith('$at:')) return undefined;
  const end = name.indexOf(':$');
  const path = { column: name.slice(4, end), path: name.slice(end + 1) };
  const known = columns.some((column) => canStorePaths(column) && column.name === path.column);
  return known && PATH.test(path.path) ? path : undefined;
}

/** Columns whose paths are not stored: the name of what is stored at one could be read in two ways. */
export function canStorePaths({ name, type }: Column): boolean {
  return type === 'dynamic' && !name.includes(':');
}

/**
 * What is stored of a JSON text: `s` and the text of a string, `i` and a whole number that is a long, `j` and any other JSON; null where
 * there is nothing or JSON's null. So that a text is had, and compared, without reading JSON: a function that cannot fail is
 * evaluated once for each entry of a column's dictionary. Of what is stored, values are made by the macros `kql_stored_…`.
 */
export function storedValueSql(json: string): string {
  return `CASE WHEN ${json} = 'null' THEN NULL WHEN starts_with(${json}, '"') THEN 's' || CASE WHEN contains(${json}, '\\')
    THEN json_extract_string(${json}, '$') ELSE substr(${json}, 2, length(${json}) - 2) END
    WHEN TRY_CAST(${json} AS BIGINT)::VARCHAR = ${json} THEN 'i' || ${json} ELSE 'j' || ${json} END`;
}
