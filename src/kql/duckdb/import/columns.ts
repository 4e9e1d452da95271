import type { KustoType } from '../../../domain/kustoType.ts';
import type { ColumnMapping, FieldPath, Reading, TableMapping } from '../../../domain/logMapping.ts';
import type { Fields } from './fields.ts';
import type { Spellings } from './spellings.ts';
import { text } from './sqlText.ts';

/** A column that the batch's records have a field for (or a constant), bound to the fields' own spellings. */
export interface BoundColumn {
  readonly column: string;
  readonly type: KustoType;
  readonly mapping: ColumnMapping;
  /** SQL of the source as text (JSON text for dynamic) over `x` and `j`. */
  readonly source: () => string;
}

/** Columns with no field in any record are left out: absent is not null. */
export function bindColumn(
  column: ColumnMapping,
  spellings: Spellings,
  fields: Fields,
): BoundColumn | undefined {
  const bound = { column: column.column, type: column.type, mapping: column };
  const { reading, constant } = column;
  if (reading?.op === 'bag') {
    const members = Object.entries(reading.members).flatMap(([key, path]) => {
      const paths = spellings.resolve(path);
      for (const spelled of paths) fields.want(spelled, false);
      return paths.length > 0 ? [{ key, paths }] : [];
    });
    if (members.length === 0) return undefined;
    const pairs = (): string =>
      members.map(({ key, paths }) => `${text(key)}, ${firstText(paths, fields)}`).join(', ');
    return {
      ...bound,
      source: () => `nullif(json_merge_patch('{}', json_object(${pairs()}))::VARCHAR, '{}')`,
    };
  }
  const json = column.type === 'dynamic' && reading === undefined;
  const paths = column.from.flatMap((path) => spellings.resolve(path));
  for (const path of paths) fields.want(path, json);
  if (paths.length === 0)
    return constant === undefined ? undefined : { ...bound, source: () => text(constant) };
  if (json) return { ...bound, source: () => firstJson(paths, fields) };
  return {
    ...bound,
    source: () => {
      const read = readText(firstText(paths, fields), reading);
      return constant === undefined ? read : `coalesce(nullif(${read}, ''), ${text(constant)})`;
    },
  };
}

function firstText(paths: readonly FieldPath[], fields: Fields): string {
  const values = paths.map((path) => `nullif(${fields.textOf(path)}, '')`);
  return values.length === 1 ? (values[0] ?? 'NULL') : `coalesce(${values.join(', ')})`;
}

function firstJson(paths: readonly FieldPath[], fields: Fields): string {
  const values = paths.map((path) => `az_dynamic(${fields.jsonOf(path)})`);
  return values.length === 1 ? (values[0] ?? 'NULL') : `coalesce(${values.join(', ')})`;
}

function readText(value: string, reading: Reading | undefined): string {
  switch (reading?.op) {
    case undefined:
    case 'local-time':
    case 'bag':
      return value;
    case 'lower':
      return `lower(${value})`;
    case 'capital':
      return `regexp_replace(${value}, '^.', upper(left(${value}, 1)))`;
    case 'after-dot':
      return `regexp_replace(${value}, '^[^.]*\\.', '')`;
    case 'split':
      return replaced(
        `split_part(${value}, ${text(reading.separator)}, ${reading.index + 1})`,
        reading.words,
      );
    case 'words':
      return replaced(value, reading.words);
    case 'resource-part':
      return `regexp_extract(${value}, ${text(RESOURCE_PARTS[reading.part])}, 1)`;
  }
}

function replaced(value: string, words: Readonly<Record<string, string>> | undefined): string {
  if (!words) return value;
  const pairs = Object.entries(words).map(([from, to]) => `${text(from)}: ${text(to)}`);
  return `coalesce(MAP {${pairs.join(', ')}}[${value}], ${value})`;
}

const RESOURCE_PARTS = {
  subscription: '(?i)^/subscriptions/([^/]+)',
  group: '(?i)/resourcegroups/([^/]+)',
  provider: '(?i).*/providers/([^/]+)',
  name: '(?i)/providers/.*/([^/]+)$',
} as const;

/** `source` is the SQL of a text; NULL where it cannot be read as the column's type. */
export function converted(bound: BoundColumn, source: string, table: TableMapping): string {
  const { reading } = bound.mapping;
  switch (bound.type) {
    case 'string':
      return `coalesce(${source}, '')`;
    case 'dynamic':
      return source;
    case 'datetime': {
      if (reading?.op === 'split' && reading.epoch) return `az_epoch(${source})`;
      const order = table.dateOrder === undefined ? 'NULL' : text(table.dateOrder);
      const ticks = `az_datetime(${source}, ${order})`;
      return reading?.op === 'local-time' ? localTime(ticks, reading.zone) : ticks;
    }
    case 'timespan':
      return `az_timespan(${source})`;
    case 'bool':
      return `TRY_CAST(${source} AS BOOLEAN)`;
    case 'int':
      return `TRY_CAST(az_whole(${source}) AS INTEGER)`;
    case 'long':
      return `az_whole(${source})`;
    case 'real':
      return `TRY_CAST(${source} AS DOUBLE)`;
    case 'decimal':
      return `TRY_CAST(${source} AS DECIMAL(38, 18))`;
    case 'guid':
      return `TRY_CAST(${source} AS UUID)`;
  }
}

function localTime(ticks: string, zone: string): string {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!offset) return `list_transform([${ticks}], lambda n: az_local(n, ${text(zone)}))[1]`;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return `(${ticks} ${offset[1] === '+' ? '-' : '+'} ${minutes * 600_000_000})`;
}
