import { tableName, tableNames, tableSchema } from '../schemas/tableSchemas.ts';
import { type Sample, field } from './shape.ts';
import { portalColumn } from './portalHeader.ts';

export interface TableGuess {
  readonly table: string;
  /** The file or its name says it; else the columns do. */
  readonly stated: boolean;
}

/** Columns that say little about the table that has them. */
const COMMON: ReadonlySet<string> = new Set(
  'TenantId Type SourceSystem _ResourceId _SubscriptionId _IsBillable _BilledSize TimeGenerated Timestamp MG RawData Computer TableName'
    .split(' ')
    .map((name) => name.toLowerCase()),
);

/** The numbers that pandas puts before its rows. */
const UNNAMED = /^(column 1|unnamed: 0)$/;

/** Tables that are looked at first, where columns are those of several alike. */
const USUAL: readonly string[] =
  'SigninLogs AuditLogs AzureActivity OfficeActivity SecurityAlert SecurityIncident DeviceProcessEvents DeviceNetworkEvents DeviceLogonEvents DeviceFileEvents IdentityLogonEvents EmailEvents CloudAppEvents'.split(
    ' ',
  );

/** What a union of tables appends to a column that they have in two types. */
const SPLIT = /_(dynamic|string)$/;

const columnNames = new Map<string, ReadonlySet<string>>();

function lowerColumns(table: string): ReadonlySet<string> {
  const known =
    columnNames.get(table) ?? new Set(tableSchema(table)?.columns.map(({ name }) => name.toLowerCase()));
  columnNames.set(table, known);
  return known;
}

/** The table whose rows a sample's column names are, if they are nearly all those of one. */
export function guessTable(sample: Sample): TableGuess | undefined {
  const type = sample.records
    .map((record) => field(record, 'Type'))
    .find((value) => typeof value === 'string' && value !== '');
  const stated =
    typeof type === 'string' ? (tableName(type) ?? (/^\w+_CL$/.test(type) ? type : undefined)) : undefined;
  const names = new Set(
    (sample.header.length > 0
      ? sample.header.map((name) => portalColumn(name).name)
      : sample.records.flatMap((record) => Object.keys(record))
    ).map((name) => name.toLowerCase()),
  );
  const telling = [...names].filter((name) => !COMMON.has(name) && !UNNAMED.test(name));
  if (stated !== undefined)
    return names.has('timegenerated') || holdsRowsOf(stated, telling)
      ? { table: stated, stated: true }
      : undefined;
  if (!names.has('timegenerated') && !names.has('timestamp')) return undefined;
  if (telling.length < 2) return undefined;
  const inPath = pathWords(sample.path);
  const scored = tableNames().flatMap((table) => {
    const columns = lowerColumns(table);
    const shared = telling.filter((name) => columns.has(name)).length / telling.length;
    const named = inPath.has(table.toLowerCase());
    if (
      shared < (named ? 0.6 : 0.9) ||
      (names.has('timestamp') && !names.has('timegenerated') && !columns.has('timestamp'))
    )
      return [];
    const usual = USUAL.includes(table) ? USUAL.length - USUAL.indexOf(table) : 0;
    return [{ table, named, shared, usual, coverage: telling.length / columns.size }];
  });
  scored.sort(
    (a, b) =>
      Number(b.named) - Number(a.named) ||
      b.shared - a.shared ||
      b.usual - a.usual ||
      b.coverage - a.coverage,
  );
  const [best, next] = scored;
  if (!best) return undefined;
  const tie =
    next &&
    !best.named &&
    next.shared === best.shared &&
    next.usual === best.usual &&
    next.coverage === best.coverage;
  return tie ? undefined : { table: best.table, stated: false };
}

/** An aggregate keeps the `Type` of what it counted; rows of a table have at least half of their columns from it. */
function holdsRowsOf(table: string, telling: readonly string[]): boolean {
  const columns = lowerColumns(table);
  if (columns.size === 0) return true;
  return telling.filter((name) => columns.has(name.replace(SPLIT, ''))).length * 2 >= telling.length;
}

function pathWords(path: string): ReadonlySet<string> {
  return new Set(
    path
      .toLowerCase()
      .split(/[^a-z0-9_]+/)
      .flatMap((word) => [word, word.replace(/^am-/, '')]),
  );
}
