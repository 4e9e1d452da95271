import type { JsonObject, JsonValue } from '../../../base/json.ts';
import { ticksFromIso } from '../../../base/ticks.ts';
import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import { type Column, type KustoType, type TableSchema, storedAsOne } from '../../../domain/kustoType.ts';
import { sqlType } from '../../functions/entry.ts';
import { identifier, quote } from '../../functions/quote.ts';
import { parseTimespan } from '../../values/timespan.ts';

/** The JSON type in which a value comes: as it is stored, or a text that is cast to it. */
const readType = (type: KustoType): string =>
  type === 'decimal' || type === 'guid' ? 'VARCHAR' : sqlType(type);

/** A query that gives rows made by `storedRow`, from their JSON array, with the types in which tables hold them. */
export function selectRows({ columns }: TableSchema, json: string): string {
  const all = [...storedAsOne(columns), { name: HIDDEN_COLUMNS.key, type: 'string' as const }];
  const structure = JSON.stringify([Object.fromEntries(all.map(({ name, type }) => [name, readType(type)]))]);
  const values = all.map(({ name, type }) => `r[${quote(name)}]::${sqlType(type)} AS ${identifier(name)}`);
  return `SELECT ${values.join(', ')} FROM (SELECT unnest(from_json(${quote(json)}, ${quote(structure)})) AS r)`;
}

interface StoredColumn extends Column {
  /** The names of the columns that are stored as this one, its own first. */
  readonly spellings: readonly string[];
}

const known = new WeakMap<readonly Column[], readonly StoredColumn[]>();

function storedColumns(columns: readonly Column[]): readonly StoredColumn[] {
  const made =
    known.get(columns) ??
    storedAsOne(columns).map((column) => ({
      ...column,
      spellings: columns
        .map(({ name }) => name)
        .filter((name) => name.toLowerCase() === column.name.toLowerCase()),
    }));
  known.set(columns, made);
  return made;
}

/**
 * An event as `selectRows` reads it, with its place as the hidden key.
 * @throws RangeError for a value that is not of its column's type
 */
export function storedRow({ name: table, columns }: TableSchema, row: JsonObject, index: number): JsonObject {
  const stored: Record<string, JsonValue> = { [HIDDEN_COLUMNS.key]: `${index + 1}` };
  for (const { name, type, spellings } of storedColumns(columns)) {
    const written = spellings.find((spelling) => Object.hasOwn(row, spelling));
    const value = written === undefined ? null : (row[written] ?? null);
    const made = storedValue(value, type);
    if (made === undefined)
      throw new RangeError(`${table}.${name} of event ${index + 1} is no ${type}: ${JSON.stringify(value)}`);
    stored[name] = made;
  }
  return stored;
}

/** As the importer stores it; undefined where the value is not of the type. */
function storedValue(value: JsonValue, type: KustoType): JsonValue | undefined {
  if (type === 'string')
    return value === null
      ? ''
      : typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  if (type === 'dynamic') return value === null ? null : JSON.stringify(value);
  if (value === null || value === '') return null;
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
    case 'long':
      return Number.isSafeInteger(Number(value)) && typeof value !== 'boolean' ? Number(value) : undefined;
    case 'real':
      return typeof value !== 'boolean' && !Number.isNaN(Number(value)) ? Number(value) : undefined;
    case 'decimal':
    case 'guid':
      return typeof value === 'object' ? undefined : String(value);
    case 'datetime':
      return typeof value === 'string' ? ticksFromIso(value)?.toString() : undefined;
    case 'timespan':
      return typeof value === 'string' ? parseTimespan(value)?.toString() : undefined;
  }
}
