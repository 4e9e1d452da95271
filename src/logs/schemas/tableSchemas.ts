import type { Column, KustoType, TableSchema } from '../../domain/kustoType.ts';
import compact from './tables.json' with { type: 'json' };

/** How `tables.json` writes a column's type after its name; string has no letter. */
export const TYPE_LETTERS: Readonly<Record<KustoType, string>> = {
  bool: 'b',
  int: 'i',
  long: 'l',
  real: 'r',
  decimal: 'm',
  string: 's',
  datetime: 't',
  timespan: 'n',
  guid: 'g',
  dynamic: 'd',
};

const TYPE_OF_LETTER = new Map(
  Object.entries(TYPE_LETTERS).map(([type, letter]) => [letter, type as KustoType]),
);

const TABLES: Readonly<Record<string, string>> = compact;
const NAMES = new Map(Object.keys(TABLES).map((name) => [name.toLowerCase(), name]));
const cache = new Map<string, TableSchema>();

/** The published columns of a Log Analytics or advanced-hunting table, by its exact name. */
export function tableSchema(name: string): TableSchema | undefined {
  const known = cache.get(name);
  if (known) return known;
  const text = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  if (text === undefined) return undefined;
  const schema = { name, columns: text.split(' ').map(column) };
  cache.set(name, schema);
  return schema;
}

/** The table's own spelling of a name in any case; undefined where there is no such table. */
export function tableName(name: string): string | undefined {
  return NAMES.get(name.toLowerCase());
}

export function tableNames(): readonly string[] {
  return [...NAMES.values()];
}

function column(text: string): Column {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { name: text, type: 'string' };
  const type = TYPE_OF_LETTER.get(text.slice(colon + 1));
  if (type === undefined) throw new Error(`tables.json has a column with an unknown type: ${text}`);
  return { name: text.slice(0, colon), type };
}
