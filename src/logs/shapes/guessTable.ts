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
  'TenantId Type SourceSystem _ResourceId _SubscriptionId _IsBillable _BilledSize TimeGenerated Timestamp MG RawData Computer TableName'.split(
    ' ',
  ),
);

/** The table whose rows a sample's column names are, if they are nearly all those of one. */
export function guessTable(sample: Sample): TableGuess | undefined {
  const type = sample.records
    .map((record) => field(record, 'Type'))
    .find((value) => typeof value === 'string' && value !== '');
  const stated =
    typeof type === 'string' ? (tableName(type) ?? (/^\w+_CL$/.test(type) ? type : undefined)) : undefined;
  const names = new Set(
    sample.header.length > 0
      ? sample.header.map((name) => portalColumn(name).name)
      : sample.records.flatMap((record) => Object.keys(record)),
  );
  if (stated !== undefined && names.has('TimeGenerated')) return { table: stated, stated: true };
  if (!names.has('TimeGenerated') && !names.has('Timestamp')) return undefined;
  const telling = [...names].filter((name) => !COMMON.has(name));
  if (telling.length < 2) return undefined;
  const inPath = pathWords(sample.path);
  const scored = tableNames().flatMap((table) => {
    const columns = new Set(tableSchema(table)?.columns.map(({ name }) => name));
    const shared = telling.filter((name) => columns.has(name)).length / telling.length;
    const named = inPath.has(table.toLowerCase());
    if (
      shared < (named ? 0.6 : 0.9) ||
      (names.has('Timestamp') && !names.has('TimeGenerated') && !columns.has('Timestamp'))
    )
      return [];
    return [{ table, named, shared, coverage: telling.length / columns.size }];
  });
  scored.sort((a, b) => Number(b.named) - Number(a.named) || b.shared - a.shared || b.coverage - a.coverage);
  const [best, next] = scored;
  if (!best) return undefined;
  const tie = next && !best.named && next.shared === best.shared && next.coverage === best.coverage;
  return tie ? undefined : { table: best.table, stated: false };
}

function pathWords(path: string): ReadonlySet<string> {
  return new Set(
    path
      .toLowerCase()
      .split(/[^a-z0-9_]+/)
      .flatMap((word) => [word, word.replace(/^am-/, '')]),
  );
}
