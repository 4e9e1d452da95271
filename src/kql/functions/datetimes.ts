import { type ScalarEntry, sql, withinYears } from './entry.ts';

const DAY = '864000000000';

/** The service answers long where Kusto.Language declares int. */
const part = (name: string, sqlPart: string): ScalarEntry => ({
  ...sql(name, ['datetime'], `date_part('${sqlPart}', kql_timestamp({0}))::BIGINT`),
  returns: 'long',
});

function startOf(unit: string): ScalarEntry {
  return sql(`startof${unit}`, ['datetime', 'long?'], ([t = '', n = '0']) => start(unit, t, n));
}

function start(unit: string, t: string, n: string): string {
  if (unit === 'day') return `kql_bin(${t}, ${DAY}) + ${n} * ${DAY}`;
  if (unit === 'week') return `kql_start_of_week(${t}) + ${n} * 7 * ${DAY}`;
  return `kql_start_of('${unit}', ${t}, ${n})`;
}

function endOf(unit: string): ScalarEntry {
  return sql(
    `endof${unit}`,
    ['datetime', 'long?'],
    ([t = '', n = '0']) => `(${start(unit, t, `(${n} + 1)`)} - 1)`,
  );
}

export const DATETIMES: readonly ScalarEntry[] = [
  ...['day', 'week', 'month', 'year'].flatMap((unit) => [startOf(unit), endOf(unit)]).map(withinYears),
  part('getyear', 'year'),
  part('year', 'year'),
  part('getmonth', 'month'),
  part('monthofyear', 'month'),
  part('month', 'month'),
  part('dayofmonth', 'day'),
  part('dayofyear', 'doy'),
  part('hourofday', 'hour'),
  part('week_of_year', 'week'),
  part('weekofyear', 'week'),
  sql('dayofweek', ['datetime'], `((({0} // ${DAY}) + 1) % 7 * ${DAY})`),
  sql('datetime_diff', ['string', 'datetime', 'datetime'], 'kql_datetime_diff({0}, {1}, {2})'),
  ...[
    ['seconds', '10000000'],
    ['milliseconds', '10000'],
    ['microseconds', '10'],
    ['nanoseconds', '0.01'],
  ].map(([unit = '', ticks = '']) =>
    sql(`unixtime_${unit}_todatetime`, ['number'], ([v = ''], call) =>
      call.args[0]?.type === 'real'
        ? `kql_from_unix_real(${v}, ${ticks})`
        : `kql_from_unix(${v}::BIGINT, ${ticks})`,
    ),
  ),
];
