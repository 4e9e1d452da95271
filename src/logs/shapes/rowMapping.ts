import { type KustoType, storedAsOne } from '../../domain/kustoType.ts';
import type { ColumnMapping, FieldPath, OpenColumns, TableMapping } from '../../domain/logMapping.ts';
import { identityOf } from '../identity.ts';
import { tableSchema } from '../schemas/tableSchemas.ts';
import { portalColumn } from './portalHeader.ts';
import type { Sample, ShapeOptions } from './shape.ts';

export interface RowStyle {
  /** CSV and Azure CLI write every value as text. */
  readonly untyped: boolean;
  /** Azure CLI writes null as this word. */
  readonly nullWord?: string;
}

export function rowMapping(
  table: string,
  style: RowStyle,
  { header, types }: Pick<Sample, 'header' | 'types'>,
  options: ShapeOptions,
  times: readonly FieldPath[],
): TableMapping {
  const schema = tableSchema(table);
  const zones = new Map(
    header.map((text) => [portalColumn(text).name.toLowerCase(), { text, zone: portalColumn(text).zone }]),
  );
  const columns = storedAsOne(schema?.columns ?? []).map((column): ColumnMapping => {
    const fields = column.name === 'TimeGenerated' ? timeColumns(table, zones) : [column.name];
    const suffixed = zones.get(fields[0]?.toLowerCase() ?? '');
    const shown = column.type === 'datetime' ? suffixed?.zone : undefined;
    const zone = shown === undefined || shown === 'UTC' ? undefined : zoneOf(shown, options);
    const from = fields.map((name) => [name]);
    if (suffixed && suffixed.text !== fields[0]) from.push([suffixed.text]);
    // A union of tables that have the column in two types splits it.
    for (const suffix of ['dynamic', 'string'])
      if (zones.has(`${column.name}_${suffix}`.toLowerCase())) from.push([`${column.name}_${suffix}`]);
    return {
      column: column.name,
      type: column.type,
      from,
      ...(zone === undefined ? {} : { reading: { op: 'local-time', zone } as const }),
      ...(style.nullWord !== undefined && column.type !== 'string'
        ? { reading: { op: 'words', words: { [style.nullWord]: '' } } as const }
        : {}),
    };
  });
  const identity = identityOf(table);
  return {
    table,
    columns: [...columns, ...ownColumns(columns, header, options, schema ? [] : times)],
    ...(schema?.columns.some(({ name }) => name === 'TimeGenerated') === true
      ? { time: 'TimeGenerated' }
      : {}),
    ...(identity ? { identity } : {}),
    open: openColumns(header, types, style),
    ...(options.dateOrder ? { dateOrder: options.dateOrder } : {}),
  };
}

/** Columns that only these rows have and that are not read as they stand: local times, and the time of a table that nobody published. */
function ownColumns(
  published: readonly ColumnMapping[],
  header: readonly string[],
  options: ShapeOptions,
  times: readonly FieldPath[],
): readonly ColumnMapping[] {
  const names = new Set(published.map(({ column }) => column.toLowerCase()));
  const local = header.flatMap((text): ColumnMapping[] => {
    const { name, zone: shown } = portalColumn(text);
    if (shown === undefined || shown === 'UTC' || names.has(name.toLowerCase())) return [];
    const zone = zoneOf(shown, options);
    return zone === undefined
      ? []
      : [{ column: name, type: 'datetime', from: [[text]], reading: { op: 'local-time', zone } }];
  });
  if (times.length === 0) return local;
  return [{ column: 'TimeGenerated', type: 'datetime', from: times }, ...local];
}

/** Where rows have no TimeGenerated: the column that has the same time in the table, as the service fills both. */
const EVENT_TIMES: Readonly<Record<string, string>> = {
  SigninLogs: 'CreatedDateTime',
  AADNonInteractiveUserSignInLogs: 'CreatedDateTime',
  AADServicePrincipalSignInLogs: 'CreatedDateTime',
  AADManagedIdentitySignInLogs: 'CreatedDateTime',
  AuditLogs: 'ActivityDateTime',
  OfficeActivity: 'Start_Time',
};

/** Columns that are the time of a table's rows: the best of a header (names in lower case), or all where none is known. */
export function timeColumns(table: string, header: ReadonlyMap<string, unknown>): readonly string[] {
  const event = EVENT_TIMES[table];
  const all = ['TimeGenerated', ...(event === undefined ? [] : [event]), 'Timestamp'];
  if (header.size === 0) return all;
  return [all.find((name) => header.has(name.toLowerCase())) ?? 'TimeGenerated'];
}

function openColumns(
  header: readonly string[],
  types: Readonly<Record<string, KustoType>>,
  style: RowStyle,
): OpenColumns {
  const all: Record<string, KustoType> = {};
  const names: Record<string, string> = {};
  for (const text of header) {
    const { name, zone } = portalColumn(text);
    const typed =
      (Object.hasOwn(types, text) ? types[text] : undefined) ??
      (zone === undefined ? suffixType(name) : 'datetime');
    if (typed) all[text] = typed;
    if (name !== text) names[text] = name;
  }
  return { types: all, names, untyped: style.untyped };
}

/** Columns that a workspace made of a custom field end in its type. */
function suffixType(name: string): KustoType | undefined {
  const letter = /_([sdbtg])$/.exec(name)?.[1];
  return letter === undefined
    ? undefined
    : ({ s: 'string', d: 'real', b: 'bool', t: 'datetime', g: 'string' } as const)[
        letter as 's' | 'd' | 'b' | 't' | 'g'
      ];
}

export function zoneOf(zone: string, options: ShapeOptions): string | undefined {
  return /^Local/i.test(zone)
    ? options.zone
    : (/^(UTC|GMT)?([+-]\d{1,2}:\d{2})$/.exec(zone)?.[2]?.replace(/^([+-])(\d):/, '$10$2:') ?? options.zone);
}
