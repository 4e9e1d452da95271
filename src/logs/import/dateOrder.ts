import { textOf } from '../../base/guards.ts';
import { csvRows } from '../framing/frameCsv.ts';
import { type NamedRouting, type Sample, field } from '../shapes/shape.ts';

const NUMERIC_DATE = /^(\d{1,2})([/.-])(\d{1,2})[/.-]\d{4},?[\s\u00a0\u202f]+\d{1,2}[:.]\d{2}/;

type Order = 'day-first' | 'month-first';

function orderOf(text: string): Order | 'either' | undefined {
  const match = NUMERIC_DATE.exec(text.trim());
  if (!match) return undefined;
  if (match[2] === '.' || Number(match[1]) > 12) return 'day-first';
  return Number(match[3]) > 12 ? 'month-first' : 'either';
}

export interface DatesOfFile {
  /** Undefined where no date of the file tells. */
  readonly order?: Order;
  /** Columns with such dates. */
  readonly columns: readonly string[];
}

/**
 * The order of day and month in a CSV's dates such as 3/4/2026, which no mark in the file states: one date that has only one
 * reading decides for all of its file. Undefined where there are no such dates.
 */
export async function dateOrderOf(
  sample: Sample,
  open: () => AsyncIterable<Buffer>,
): Promise<DatesOfFile | undefined> {
  const columns = sample.header.filter((name) =>
    sample.records.some((record) => orderOf(textOf(record[name])) !== undefined),
  );
  if (columns.length === 0) return undefined;
  for (const record of sample.records)
    for (const name of columns) {
      const order = orderOf(textOf(record[name]));
      if (order === 'day-first' || order === 'month-first') return { order, columns };
    }
  const indexes = columns.map((name) => sample.header.indexOf(name));
  for await (const row of csvRows(open())) {
    if (!('cells' in row)) continue;
    for (const index of indexes) {
      const order = orderOf(row.cells[index] ?? '');
      if (order === 'day-first' || order === 'month-first') return { order, columns };
    }
  }
  return { columns };
}

/**
 * Whether a datetime column of the file's rows is read from one of these columns, without the mapping knowing the order.
 * A column that another one of the file stands before does not count.
 */
export function needsDateOrder(routing: NamedRouting, sample: Sample, columns: readonly string[]): boolean {
  const header = new Set(sample.header.map((name) => name.toLowerCase()));
  const unsure = new Set(columns.map((name) => name.toLowerCase()));
  const mappings = new Set(
    sample.records.map((record) =>
      routing.route(routing.keys.map(({ path }) => textOf(field(record, ...path)).toLowerCase())),
    ),
  );
  return [...mappings].some(
    (mapping) =>
      mapping !== undefined &&
      mapping.dateOrder === undefined &&
      (columns.some((name) => mapping.open?.types[name] === 'datetime') ||
        mapping.columns.some(({ type, from }) => {
          const first = from.map(([name = '']) => name.toLowerCase()).find((name) => header.has(name));
          return type === 'datetime' && first !== undefined && unsure.has(first);
        })),
  );
}
