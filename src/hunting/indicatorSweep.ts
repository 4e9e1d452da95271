import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { Cell, TimeWindow } from '../domain/answer.ts';
import type { Connection } from '../domain/connection.ts';
import { nameReference, stringLiteral } from '../domain/kqlLiteral.ts';
import type { TableSchema } from '../domain/kustoType.ts';
import type { Indicator } from './indicators.ts';

/** Where an indicator occurs: one column of one table. */
export interface Sighting {
  readonly indicator: Indicator;
  readonly table: string;
  readonly column: string;
  readonly count: number;
  /** ISO 8601; null where the table has no time. */
  readonly first: string | null;
  readonly last: string | null;
  /** One value in which it occurs, cut at 200 characters. */
  readonly example: string;
}

export interface IndicatorReport {
  /** By indicator in the order of the list, then by time. */
  readonly sightings: readonly Sighting[];
  readonly unseen: readonly Indicator[];
  /** Tables that could not be searched, or only in part. */
  readonly problems: readonly { readonly table: string; readonly reason: string }[];
  readonly tables: number;
}

export interface IndicatorOptions {
  readonly window: TimeWindow | null;
  readonly onTable: (table: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Indicators of one query: a matching row is compared with each of them. */
const CHUNK = 100;
const MAX_ROWS = 50_000;

/** Looks for the indicators, as whole words, in every column of every table that can hold text. */
export async function indicatorSweep(
  connection: Pick<Connection, 'schema' | 'query'>,
  indicators: readonly Indicator[],
  { window, onTable, signal }: IndicatorOptions,
): Promise<IndicatorReport> {
  const tables = (await connection.schema({}, signal)).tables;
  const byValue = new Map(indicators.map((indicator) => [indicator.value.toLowerCase(), indicator]));
  const values = [...byValue.keys()];
  const sightings: Sighting[] = [];
  const problems: { table: string; reason: string }[] = [];
  for (const [done, table] of tables.entries()) {
    signal.throwIfAborted();
    onTable(table.name, done, tables.length);
    for (let from = 0; from < values.length; from += CHUNK) {
      const text = sightingsQuery(table, values.slice(from, from + CHUNK));
      if (text === undefined) continue;
      try {
        const rows: (readonly Cell[])[] = [];
        const { completeness } = await connection.query(
          { text, maxRows: MAX_ROWS, ...(window && { window }) },
          (chunk) => void rows.push(...chunk),
          signal,
        );
        if (completeness.state !== 'complete')
          problems.push({ table: table.name, reason: completeness.reason });
        sightings.push(...rows.flatMap((row) => sightingOf(table.name, row, byValue)));
      } catch (error) {
        if (isCancellation(error) || !(error instanceof AzimuthError)) throw error;
        problems.push({ table: table.name, reason: error.message });
      }
    }
  }
  const seen = new Set(sightings.map(({ indicator }) => indicator));
  const order = new Map(indicators.map((indicator, index) => [indicator, index]));
  return {
    sightings: sightings.sort(
      (a, b) =>
        (order.get(a.indicator) ?? 0) - (order.get(b.indicator) ?? 0) ||
        compare(a.first ?? '', b.first ?? '') ||
        compare(`${a.table} ${a.column}`, `${b.table} ${b.column}`),
    ),
    unseen: indicators.filter((indicator) => !seen.has(indicator)),
    problems,
    tables: tables.length,
  };
}

/**
 * Rows (indicator, column, count, first, last, example) for one table; undefined where none of its columns can hold
 * text. Rows are narrowed first, so that only those with a match are taken apart.
 */
function sightingsQuery(table: TableSchema, values: readonly string[]): string | undefined {
  const columns = table.columns.filter(
    ({ name, type }) =>
      ['string', 'dynamic', 'guid'].includes(type) && name !== 'Type' && !name.startsWith('$'),
  );
  const time = ['TimeGenerated', 'Timestamp'].find((name) =>
    table.columns.some((column) => column.name === name && column.type === 'datetime'),
  );
  if (columns.length === 0 || values.length === 0) return undefined;
  const cell = ({ name, type }: { name: string; type: string }): string =>
    type === 'string' ? nameReference(name) : `tostring(${nameReference(name)})`;
  return `let indicators = dynamic([${values.map(stringLiteral).join(', ')}]);
${nameReference(table.name)}
| project Time = ${time === undefined ? 'datetime(null)' : nameReference(time)}, Cells = pack_array(
    ${columns.map((column) => `strcat(${stringLiteral(`${column.name}=`)}, ${cell(column)})`).join(',\n    ')})
| where strcat_array(Cells, "\\n") has_any (indicators)
| mv-expand Cells to typeof(string)
| where Cells has_any (indicators)
| mv-expand Indicator = indicators to typeof(string)
| where Cells has Indicator
| summarize Count = count(), First = min(Time), Last = max(Time), Example = take_any(substring(Cells, 0, 300)) by Indicator, Column = tostring(split(Cells, "=")[0])`;
}

function sightingOf(
  table: string,
  [value, column, count, first, last, example]: readonly Cell[],
  byValue: ReadonlyMap<string, Indicator>,
): readonly Sighting[] {
  const indicator = typeof value === 'string' ? byValue.get(value.toLowerCase()) : undefined;
  if (!indicator || typeof column !== 'string') return [];
  return [
    {
      indicator,
      table,
      column,
      count: Number(count),
      first: typeof first === 'string' ? first : null,
      last: typeof last === 'string' ? last : null,
      example: typeof example === 'string' ? example.slice(column.length + 1, column.length + 201) : '',
    },
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
