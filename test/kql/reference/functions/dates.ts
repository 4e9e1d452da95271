import { calendar, DAY, inYears, midnight } from '../text.ts';
import { unknown } from '../unknown.ts';
import { fitting } from '../values.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

const WEEK = 7n * DAY;

/** The week begins on Sunday; 0001-01-01 was a Monday. */
function weekday(ticks: bigint): bigint {
  return (ticks / DAY + 1n) % 7n;
}

function known(ticks: bigint): bigint {
  if (!inYears(ticks)) throw unknown('a moment beyond the years 1 to 9999');
  return ticks;
}

const STARTS: Readonly<Record<string, (ticks: bigint, offset: bigint) => bigint>> = {
  day: (ticks, offset) => ticks - (ticks % DAY) + offset * DAY,
  week: (ticks, offset) => ticks - (ticks % DAY) - weekday(ticks) * DAY + offset * WEEK,
  month: (ticks, offset) => {
    const { year, month } = calendar(ticks);
    return monthStart(year, month, offset);
  },
  year: (ticks, offset) => monthStart(calendar(ticks).year, 1, offset * 12n),
};

function monthStart(year: number, month: number, offset: bigint): bigint {
  const months = BigInt(year * 12 + month - 1) + offset;
  if (months < 12n || months > 120_000n) throw unknown('a moment beyond the years 1 to 9999');
  return midnight(Number(months / 12n), Number(months % 12n) + 1, 1);
}

function boundaries(): Record<string, ReferenceFunction> {
  return Object.fromEntries(
    Object.entries(STARTS).flatMap(([unit, start]) => [
      [
        `startof${unit}`,
        typed(['datetime', 'long'], ([ticks, offset]) =>
          fitting(start(ticks, (offset as bigint | undefined) ?? 0n), 'datetime'),
        ),
      ],
      [
        `endof${unit}`,
        typed(['datetime', 'long'], ([ticks, offset]) =>
          fitting(start(ticks, ((offset as bigint | undefined) ?? 0n) + 1n) - 1n, 'datetime'),
        ),
      ],
    ]),
  );
}

const UNITS: Readonly<Record<string, bigint>> = {
  day: DAY,
  hour: DAY / 24n,
  minute: DAY / 1440n,
  second: 10_000_000n,
  millisecond: 10_000n,
  microsecond: 10n,
};

/** Crossed borders of a unit between two moments. */
function difference(unit: string, a: bigint, b: bigint): bigint {
  const size = UNITS[unit];
  if (size !== undefined) return a / size - b / size;
  const [x, y] = [calendar(a), calendar(b)];
  const months = (c: typeof x): bigint => BigInt(c.year * 12 + c.month - 1);
  switch (unit) {
    case 'year':
      return BigInt(x.year - y.year);
    case 'quarter':
      return months(x) / 3n - months(y) / 3n;
    case 'month':
      return months(x) - months(y);
    case 'week':
      return ((STARTS['week']?.(a, 0n) ?? 0n) - (STARTS['week']?.(b, 0n) ?? 0n)) / WEEK;
    default:
      throw unknown(`datetime_diff in ${unit}`);
  }
}

function added(unit: string, amount: bigint, ticks: bigint): bigint | null {
  const size = unit === 'week' ? WEEK : UNITS[unit];
  if (size !== undefined) return fitting(ticks + amount * size, 'datetime');
  const { year, month, day, ofDay } = calendar(ticks);
  const step = { year: 12n, quarter: 3n, month: 1n }[unit];
  if (step === undefined) throw unknown(`datetime_add in ${unit}`);
  const start = monthStart(year, month, amount * step);
  const { year: y, month: m } = calendar(known(start));
  const length = (midnight(y, m + 1, 1) - start) / DAY;
  const within = BigInt(day) > length ? length : BigInt(day);
  return start + (within - 1n) * DAY + ofDay;
}

function partOf(unit: string, ticks: bigint): bigint {
  const { year, month, day, ofDay } = calendar(ticks);
  switch (unit) {
    case 'year':
      return BigInt(year);
    case 'quarter':
      return BigInt(Math.ceil(month / 3));
    case 'month':
      return BigInt(month);
    case 'day':
      return BigInt(day);
    case 'dayofyear':
      return (ticks - midnight(year, 1, 1)) / DAY + 1n;
    case 'hour':
      return ofDay / (DAY / 24n);
    case 'minute':
      return (ofDay / (DAY / 1440n)) % 60n;
    case 'second':
      return (ofDay / 10_000_000n) % 60n;
    case 'millisecond':
      return (ofDay / 10_000n) % 1000n;
    case 'microsecond':
      return (ofDay / 10n) % 1_000_000n;
    case 'nanosecond':
      return (ofDay * 100n) % 1_000_000_000n;
    default:
      throw unknown(`the part ${unit}`);
  }
}

/** The week with the year's first Thursday is week 1; weeks begin on Monday. */
function isoWeek(ticks: bigint): bigint {
  const thursday = ticks - (ticks % DAY) + (3n - ((weekday(ticks) + 6n) % 7n)) * DAY;
  const { year } = calendar(known(thursday));
  return (thursday - midnight(year, 1, 1)) / WEEK + 1n;
}

const part = (unit: string): ReferenceFunction => typed(['datetime'], ([ticks]) => partOf(unit, ticks));

const fromUnix = (unit: bigint): ReferenceFunction =>
  raw(([value]) => {
    if (!value || value.value === null) return null;
    if (typeof value.value !== 'bigint') throw unknown('a fraction of unix time');
    return fitting(value.value * unit + 621_355_968_000_000_000n, 'datetime');
  });

export const DATES: Readonly<Record<string, ReferenceFunction>> = {
  ...boundaries(),
  now: raw(([offset], { world }) => fitting(world.now + ((offset?.value ?? 0n) as bigint), 'datetime')),
  ago: typed(['timespan'], ([span], { world }) => fitting(world.now - span, 'datetime')),
  getyear: part('year'),
  year: part('year'),
  getmonth: part('month'),
  monthofyear: part('month'),
  month: part('month'),
  dayofmonth: part('day'),
  dayofyear: part('dayofyear'),
  hourofday: part('hour'),
  dayofweek: typed(['datetime'], ([ticks]) => weekday(ticks) * DAY),
  week_of_year: typed(['datetime'], ([ticks]) => isoWeek(ticks)),
  datetime_part: typed(['string', 'datetime'], ([unit, ticks]) =>
    unit === 'week_of_year' ? isoWeek(ticks) : partOf(unit, ticks),
  ),
  datetime_diff: typed(['string', 'datetime', 'datetime'], ([unit, a, b]) => difference(unit, a, b)),
  datetime_add: typed(['string', 'long', 'datetime'], ([unit, amount, ticks]) => added(unit, amount, ticks)),
  make_datetime: typed(['long', 'long', 'long', 'long', 'long'], ([year, month, day, hour, minute]) => {
    const [h, m] = [(hour as bigint | undefined) ?? 0n, (minute as bigint | undefined) ?? 0n];
    if (year < 1n || year > 9999n || month < 1n || month > 12n || day < 1n || day > 28n)
      throw unknown('make_datetime beyond a calendar');
    if (h < 0n || h > 23n || m < 0n || m > 59n) throw unknown('make_datetime beyond a day');
    return midnight(Number(year), Number(month), Number(day)) + h * (DAY / 24n) + m * (DAY / 1440n);
  }),
  unixtime_seconds_todatetime: fromUnix(10_000_000n),
  unixtime_milliseconds_todatetime: fromUnix(10_000n),
  unixtime_microseconds_todatetime: fromUnix(10n),
};
