import type { TableSchema } from '../../domain/kustoType.ts';

/** How much of a column's values are there, a number a day from 0 to 1; null where the table had no rows that day. */
export interface ColumnFill {
  readonly column: string;
  readonly byDay: readonly (number | null)[];
}
export interface TableFill {
  readonly table: string;
  /** ISO dates, in order; the last is the day of the newest event of any table. */
  readonly days: readonly string[];
  readonly rows: readonly number[];
  readonly columns: readonly ColumnFill[];
}

/** Why a rule can find nothing any more. */
export interface DeadCause {
  readonly table: string;
  /** Undefined: the whole table went quiet. */
  readonly column: string | undefined;
  /** First day without, ISO date; undefined: it was never there. */
  readonly since: string | undefined;
}

/** KQL for the fill rates of the columns of a table; read back by `fillOf`. */
export function fillQuery(table: TableSchema, columns: readonly string[]): string {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const filled = columns.map((name, index) => {
    const quoted = `['${name.replaceAll("'", "\\'")}']`;
    const present =
      types.get(name) === 'string' || types.get(name) === 'dynamic'
        ? `isnotempty(${quoted})`
        : `isnotnull(${quoted})`;
    return `f${index} = countif(${present})`;
  });
  return `['${table.name}'] | summarize ${['n = count()', ...filled].join(', ')} by day = bin(TimeGenerated, 1d) | order by day asc`;
}

/** @param rows of fillQuery's answer: day, count, and a count for each column */
export function fillOf(
  table: string,
  columns: readonly string[],
  days: readonly string[],
  rows: readonly (readonly unknown[])[],
): TableFill {
  const byDay = new Map(rows.map((row) => [String(row[0]).slice(0, 10), row]));
  const counts = days.map((day) => Number(byDay.get(day)?.[1] ?? 0));
  return {
    table,
    days,
    rows: counts,
    columns: columns.map((column, index) => ({
      column,
      byDay: days.map((day, at) =>
        counts[at] === 0 ? null : Number(byDay.get(day)?.[index + 2] ?? 0) / (counts[at] ?? 1),
      ),
    })),
  };
}

/** A table or a column that had values and has none in the last days, so many that it is no weekend. */
export function deadCauses(fill: TableFill, quietDays = 3): readonly DeadCause[] {
  const lastWithRows = fill.rows.findLastIndex((count) => count > 0);
  const quiet = fill.days.length - 1 - lastWithRows;
  if (lastWithRows < 0) return [{ table: fill.table, column: undefined, since: undefined }];
  if (quiet >= quietDays)
    return [{ table: fill.table, column: undefined, since: fill.days[lastWithRows + 1] }];
  return fill.columns.flatMap(({ column, byDay }): DeadCause[] => {
    const observed = byDay.flatMap((value, index) =>
      value === null ? [] : [{ value, day: fill.days[index] }],
    );
    const last = observed.findLastIndex(({ value }) => value > 0);
    // Columns that are always empty are such by nature: only one that had values went empty.
    if (last < 0 || observed.length - 1 - last < quietDays) return [];
    return [{ table: fill.table, column, since: observed[last + 1]?.day }];
  });
}
