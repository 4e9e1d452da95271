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

/** What is asked of one table, wherever it lies. */
export interface FillQuestion {
  readonly table: string;
  readonly columns: readonly string[];
  /** KQL; its answer is a row a day: day, count, and a count for each column. */
  readonly query: string;
}

/** The question, whatever columns the table has: workspaces lag behind the published schemas. */
export function fillQuestion(table: string, columns: readonly string[]): FillQuestion {
  const filled = columns.map(
    (name, index) =>
      `f${index} = countif(isnotempty(tostring(column_ifexists(${JSON.stringify(name)}, ""))))`,
  );
  return {
    table,
    columns,
    query: `['${table}'] | summarize ${['n = count()', ...filled].join(', ')} by day = bin(TimeGenerated, 1d) | order by day asc`,
  };
}

/** Answers to questions, of one connection. */
export interface Fills {
  /** ISO date; after it nothing was collected, so that nothing is missing. Undefined: the connection has no events. */
  readonly newest: string | undefined;
  /** Those of tables that are not there have no rows. */
  readonly answers: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly unknown[])[];
  }[];
}

/** Why a rule that reads these tables and names these columns can find nothing any more. */
export function causesIn(
  { newest, answers }: Fills,
  tables: readonly string[],
  columns: readonly string[],
): readonly DeadCause[] {
  return tables.flatMap((table): readonly DeadCause[] => {
    const answer = answers.find((each) => each.table === table);
    const first = answer?.rows.map((row) => String(row[0]).slice(0, 10)).find((day) => /^\d{4}-/.test(day));
    if (!answer || first === undefined || newest === undefined)
      return [{ table, column: undefined, since: undefined }];
    const fill = fillOf(table, answer.columns, daysFrom(first, newest), answer.rows);
    return deadCauses(fill).filter(({ column }) => column === undefined || columns.includes(column));
  });
}

function daysFrom(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let day = Date.parse(first); day <= Date.parse(last); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

/** @param rows of the question's answer: day, count, and a count for each column */
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
