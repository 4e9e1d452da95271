import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import { storedAsOne } from '../../domain/kustoType.ts';
import type { StoredTable } from '../engine.ts';
import { sqlType } from '../functions/entry.ts';
import { identifier, quote } from '../functions/quote.ts';
import type { StoredPath } from '../plan/storedPaths.ts';
import { storedTableView } from '../sql/names.ts';
import { storedPathName, storedPathOf } from './storedPaths.ts';

/** The columns that each file of a table holds, by the file's path. */
export type FileHoldings = ReadonlyMap<string, ReadonlySet<string>>;

export interface TableView {
  readonly sql: string;
  /** Paths into dynamic columns whose values the view has as columns. */
  readonly paths: readonly StoredPath[];
}

/** Files that store the same paths are read at once; where there are more kinds, those of the rest are not used. */
const MAX_GROUPS = 16;

const hidden = [HIDDEN_COLUMNS.key];

export function emptyTable(table: StoredTable): string {
  const columns = [
    ...storedAsOne(table.columns).map(
      (column) => `NULL::${sqlType(column.type)} AS ${identifier(column.name)}`,
    ),
    ...hidden.map((column) => `NULL::VARCHAR AS ${identifier(column)}`),
  ];
  return `SELECT ${columns.join(', ')} WHERE false`;
}

/**
 * A column that not every file has is null there, '' for strings. A path that some file stores is a column of the view; for
 * the other files it is read from the JSON. Names of paths in files differ by case too, so files are read together only
 * where they store the same.
 */
export function tableView(table: StoredTable, holdings: FileHoldings): TableView {
  const groups = groupsOf(table, holdings);
  const names = [...new Set(groups.flatMap(({ stored }) => stored))].sort();
  const paths = names.flatMap((name, i) => {
    const path = storedPathOf(name, table.columns);
    return path ? [{ ...path, stored: `$at${i}` }] : [];
  });
  const selects = groups.map((group) => {
    const columns = [...columnsOf(table, group), ...paths.map((path) => pathSql(path, group))];
    const files = group.files.map(([file]) => quote(file.replaceAll('\\', '/'))).join(', ');
    const byName = group.files.length > 1 ? ', union_by_name = true' : '';
    return `SELECT ${columns.join(', ')} FROM read_parquet([${files}]${byName})`;
  });
  return { sql: `CREATE VIEW ${storedTableView(table.name)} AS ${selects.join(' UNION ALL ')}`, paths };
}

interface Group {
  /** Names of the columns with values at paths. */
  readonly stored: readonly string[];
  readonly files: (readonly [path: string, columns: ReadonlySet<string>])[];
}

function groupsOf(table: StoredTable, holdings: FileHoldings): readonly Group[] {
  const groups = new Map<string, Group>();
  const none = new Set<string>();
  for (const path of table.files) {
    const columns = holdings.get(path.replaceAll('\\', '/')) ?? holdings.get(path) ?? none;
    const all = [...columns].filter((name) => storedPathOf(name, table.columns)).sort();
    const known = groups.get(JSON.stringify(all));
    const stored = known || groups.size < MAX_GROUPS ? all : [];
    const key = JSON.stringify(stored);
    const group = groups.get(key) ?? { stored, files: [] };
    groups.set(key, group);
    group.files.push([path, columns]);
  }
  return [...groups.values()];
}

function columnsOf(table: StoredTable, { files }: Group): string[] {
  const held = files.map(([, names]) => new Set([...names].map((name) => name.toLowerCase())));
  const columns = storedAsOne(table.columns).map(({ name, type }) => {
    const holding = held.filter((names) => names.has(name.toLowerCase())).length;
    const id = identifier(name);
    const stored = `${id}::${sqlType(type)}`;
    if (holding === 0) return `${type === 'string' ? "''" : `NULL::${sqlType(type)}`} AS ${id}`;
    if (holding < files.length && type === 'string') return `coalesce(${stored}, '') AS ${id}`;
    return `${stored} AS ${id}`;
  });
  return [
    ...columns,
    ...hidden.map((name) =>
      files.some(([, held]) => held.has(name)) ? identifier(name) : `NULL::VARCHAR AS ${identifier(name)}`,
    ),
  ];
}

function pathSql({ column, path, stored }: StoredPath, { files, stored: held }: Group): string {
  const id = identifier(stored);
  const name = storedPathName({ column, path });
  if (held.includes(name)) return `${identifier(name)}::VARCHAR AS ${id}`;
  const has = files.some(([, columns]) => columns.has(column));
  return `${has ? `kql_stored(json_extract(${identifier(column)}::VARCHAR, ${quote(path)})::VARCHAR)` : 'NULL::VARCHAR'} AS ${id}`;
}
