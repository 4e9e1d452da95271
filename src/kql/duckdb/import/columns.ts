import type { KustoType } from '../../../domain/kustoType.ts';
import type {
  ColumnMapping,
  FieldPath,
  Reading,
  TableMapping,
  Template,
} from '../../../domain/logMapping.ts';
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
  if (reading?.op === 'template') {
    const made = bindTemplate(reading.template, spellings, fields);
    return made && { ...bound, source: () => `(${made()})::VARCHAR` };
  }
  const json = column.type === 'dynamic' && reading === undefined;
  const paths = column.from.flatMap((path) => spellings.resolve(path));
  const shallow = new Set(paths.filter((path) => paths.some((other) => goesOn(path, other))));
  for (const path of paths) fields.want(path, json);
  if (paths.length === 0)
    return constant === undefined ? undefined : { ...bound, source: () => text(constant) };
  if (json) return { ...bound, source: () => firstJson(paths, fields) };
  const [only] = paths;
  // An empty text is what a missing one becomes.
  if (
    column.type === 'string' &&
    paths.length === 1 &&
    only &&
    reading === undefined &&
    constant === undefined
  )
    return { ...bound, source: () => fields.textOf(only) };
  return {
    ...bound,
    source: () => {
      const read = readText(firstText(paths, fields, shallow), reading);
      return constant === undefined ? read : `coalesce(nullif(${read}, ''), ${text(constant)})`;
    },
  };
}

function goesOn(path: FieldPath, other: FieldPath): boolean {
  return other.length > path.length && path.every((key, i) => key === other[i]);
}

/** SQL of the template as JSON, NULL where nothing in it has a value; undefined where no record has a field of it. */
function bindTemplate(template: Template, spellings: Spellings, fields: Fields): (() => string) | undefined {
  if ('list' in template) {
    const items = template.list.flatMap((item) => bindTemplate(item, spellings, fields) ?? []);
    if (items.length === 0) return undefined;
    const list = (): string => `[${items.map((item) => `(${item()})::JSON`).join(', ')}]`;
    return () => `nullif(to_json(list_filter(${list()}, lambda e: e IS NOT NULL)), '[]'::JSON)`;
  }
  if ('object' in template) {
    const members = Object.entries(template.object).flatMap(([key, value]) => {
      const bound = bindTemplate(value, spellings, fields);
      return bound ? [{ key, bound }] : [];
    });
    if (members.length === 0) return undefined;
    const pairs = (): string => members.map(({ key, bound }) => `${text(key)}, ${bound()}`).join(', ');
    return () => `nullif(json_merge_patch('{}', json_object(${pairs()})), '{}'::JSON)`;
  }
  if ('each' in template) return bindEach(template, spellings, fields);
  const paths = spellings.resolve('of' in template ? template.of : template);
  for (const path of paths) fields.want(path, false);
  if (paths.length === 0) return undefined;
  const whole = (): string => firstText(paths, fields, new Set());
  if (!('of' in template)) return whole;
  return () => `nullif(split_part(${whole()}, ${text(template.separator)}, ${template.index}), '')`;
}

function bindEach(
  { each, member }: Extract<Template, { readonly each: FieldPath }>,
  spellings: Spellings,
  fields: Fields,
): (() => string) | undefined {
  const path = spellings.resolve(each)[0];
  if (!path) return undefined;
  fields.want(path, true);
  const found = (): string =>
    `json_extract(${fields.jsonOf(path)}, ${text(`$[*].${JSON.stringify(member)}`)})`;
  return () => `nullif(to_json(list_filter(${found()}, lambda e: e <> 'null')), '[]'::JSON)`;
}

function firstText(paths: readonly FieldPath[], fields: Fields, shallow: ReadonlySet<FieldPath>): string {
  const values = paths.map((path) => {
    const value = `nullif(${fields.textOf(path)}, '')`;
    return shallow.has(path) ? `az_scalar(${value})` : value;
  });
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
    case 'template':
      return value;
    case 'member':
      return memberOf(value, reading);
    case 'lower':
      return `lower(${value})`;
    case 'capital':
      return `regexp_replace(${value}, '^.', upper(left(${value}, 1)))`;
    case 'after-dot':
      return `regexp_replace(${value}, '^[^.]*\\.', '')`;
    case 'split':
      return replaced(
        `split_part(${value}, ${text(reading.separator)}, ${reading.index < 0 ? reading.index : reading.index + 1})`,
        reading.words,
      );
    case 'words':
      return replaced(value, reading.words);
    case 'resource-part':
      return reading.part === 'type'
        ? `upper(regexp_replace(regexp_extract(${value}, '(?i).*/providers/[^/]+/(.+)$', 1), '/[^/]+(/|$)', '\\1', 'g'))`
        : `regexp_extract(${value}, ${text(RESOURCE_PARTS[reading.part])}, 1)`;
  }
}

function memberOf(value: string, { member, words, number }: Reading & { readonly op: 'member' }): string {
  const read = replaced(`az_member(${value}, ${text(member)})`, words);
  return number ? `nullif(regexp_extract(${read}, '^-?\\d+$'), '')` : read;
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
      return reading === undefined || reading.op === 'template'
        ? source
        : `az_dynamic(to_json(${source})::VARCHAR)`;
    case 'datetime': {
      if (reading?.op === 'split' && reading.epoch) return `az_epoch(${source})`;
      const order = table.dateOrder === undefined ? 'NULL' : text(table.dateOrder);
      const ticks = `az_datetime(${source}, ${order})`;
      return reading?.op === 'local-time' ? localTime(ticks, reading.zone) : ticks;
    }
    case 'timespan':
      return `az_timespan(${source})`;
    case 'bool':
      return `az_bool(${source})`;
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
