import { type Column, storedAsOne } from '../../domain/kustoType.ts';
import {
  type ColumnMapping,
  type FieldPath,
  type Identity,
  type Reading,
  type TableMapping,
  type Template,
  templatePaths,
} from '../../domain/logMapping.ts';
import { identityOf } from '../identity.ts';
import { tableSchema } from '../schemas/tableSchemas.ts';

/**
 * How a shape writes a mapping: column ← `a.b|c` (the first with a value wins; keys have no dots), or paths as lists
 * for keys that have, with a reading or a constant.
 */
export type Source =
  | string
  | {
      readonly from?: string | readonly FieldPath[];
      readonly as?: Reading;
      readonly constant?: string;
    };

export interface MappingText {
  readonly columns: Readonly<Record<string, Source>>;
  /** Objects whose members fill columns of the same name that `columns` does not mention. '' is the record itself. */
  readonly sameName: readonly string[];
  /** Columns that the record has no field for although a member has their name. */
  readonly omit?: readonly string[];
  readonly time?: string;
  readonly identity?: Identity;
  readonly versionsBy?: TableMapping['versionsBy'];
  readonly unroll?: TableMapping['unroll'];
  readonly within?: TableMapping['within'];
  readonly holds?: TableMapping['holds'];
  readonly open?: TableMapping['open'];
  readonly dateOrder?: TableMapping['dateOrder'];
  /** In place of the published schema. */
  readonly schema?: readonly Column[];
}

export function tableMapping(table: string, text: MappingText): TableMapping {
  const schema = text.schema ?? tableSchema(table)?.columns ?? [];
  const omit = new Set(text.omit);
  const columns = storedAsOne(schema).flatMap((column): ColumnMapping[] => {
    if (omit.has(column.name)) return [];
    const source = Object.hasOwn(text.columns, column.name) ? text.columns[column.name] : undefined;
    if (source !== undefined) return [columnMapping(column, source)];
    const from = text.sameName.map((object) => [...pathOf(object), camelCase(column.name)]);
    return from.length > 0 ? [{ column: column.name, type: column.type, from }] : [];
  });
  for (const name of Object.keys(text.columns))
    if (!schema.some((column) => column.name === name)) throw new Error(`${table} has no column ${name}`);
  const identity = text.identity ?? identityOf(table);
  return {
    table,
    columns,
    ...(schema.some(({ name }) => name === (text.time ?? 'TimeGenerated'))
      ? { time: text.time ?? 'TimeGenerated' }
      : {}),
    ...(identity ? { identity } : {}),
    ...(text.versionsBy ? { versionsBy: text.versionsBy } : {}),
    ...(text.unroll ? { unroll: text.unroll } : {}),
    ...(text.within ? { within: text.within } : {}),
    ...(text.holds ? { holds: text.holds } : {}),
    ...(text.open ? { open: text.open } : {}),
    ...(text.dateOrder ? { dateOrder: text.dateOrder } : {}),
  };
}

function columnMapping(column: Column, source: Source): ColumnMapping {
  const entry = typeof source === 'string' ? { from: source } : source;
  const from = typeof entry.from === 'string' ? entry.from.split('|').map(pathOf) : (entry.from ?? []);
  return {
    column: column.name,
    type: column.type,
    from,
    ...('as' in entry ? { reading: entry.as } : {}),
    ...('constant' in entry ? { constant: entry.constant } : {}),
  };
}

/** JSON object of the members that have a value. */
export function bag(members: Readonly<Record<string, Template>>): Source {
  return { as: { op: 'template', template: { object: members } } };
}

/** JSON list of a member of each object in a list. */
export function listOf(list: string, member: string): Source {
  return { as: { op: 'template', template: { each: pathOf(list), member } } };
}

export function pathOf(text: string): FieldPath {
  return text === '' ? [] : text.split('.');
}

/** `IPAddress` → `ipAddress`, `UserId` → `userId`; the spelling that lineage shows and that wins among several. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (start) => start.toLowerCase());
}

/** `column → where its value comes from`, for people. */
export function lineageOf(mapping: TableMapping): Readonly<Record<string, string>> {
  return Object.fromEntries(
    mapping.columns.map(({ column, from, reading, constant }) => {
      const paths = reading?.op === 'template' ? templatePaths(reading.template) : from;
      const place = mapping.within ? `${mapping.within.join('.')}[].` : '';
      const text = [...new Set(paths.map((path) => `${place}${path.join('.')}`))].join(' | ');
      return [column, text === '' ? `always "${constant ?? ''}"` : text];
    }),
  );
}
