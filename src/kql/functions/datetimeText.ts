import {
  MAX_DATETIME_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_MILLISECOND,
  TICKS_PER_SECOND,
  UNIX_EPOCH_TICKS,
} from '../../base/ticks.ts';
import { constantText } from '../plan/expr.ts';
import { type ScalarEntry, udf, withinYears } from './entry.ts';
import { localToUtc, utcToLocal } from './zones.ts';

const FORMAT = /yyyy|yy|y|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|f{1,7}|F{1,7}|tt|[^a-zA-Z]|./gs;
const DATETIME_PART = /^(?:yyyy|yy?|MM?|dd?|HH?|hh?|mm?|ss?|f{1,7}|F{1,7}|tt|[ /:,.[\]_-]+)$/;
const TIMESPAN_PART = /^(?:d{1,8}|HH?|hh?|mm?|ss?|f{1,7}|F{1,7}|[ /:,.[\]_-]+)$/;

/** Refuses a format with parts that are not documented: letters are taken with those like them that follow. */
function checkFormat(part: RegExp): Check {
  return ({ args: [, format], name }) => {
    const parts = constantText(format)?.match(/([a-zA-Z])\1*|[^a-zA-Z]/g) ?? [];
    const unknown = parts.filter((each) => !part.test(each));
    return unknown.length === 0 ? undefined : `${name}() has no format part "${unknown.join('", "')}".`;
  };
}

type Check = NonNullable<ScalarEntry['check']>;

function dateOf(ticks: bigint): { date: Date; fraction: bigint } {
  const ms = (ticks - (ticks % TICKS_PER_MILLISECOND) - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND;
  return { date: new Date(Number(ms)), fraction: ticks % TICKS_PER_SECOND };
}

const two = (n: number): string => String(n).padStart(2, '0');

function formatDatetime(ticks: bigint, format: string): string {
  const { date, fraction } = dateOf(ticks);
  const sevenths = fraction.toString().padStart(7, '0');
  const hour12 = date.getUTCHours() % 12 || 12;
  return format.replace(FORMAT, (token) => {
    switch (token) {
      case 'yyyy':
        return String(date.getUTCFullYear()).padStart(4, '0');
      case 'yy':
        return two(date.getUTCFullYear() % 100);
      case 'y':
        return String(date.getUTCFullYear() % 100);
      case 'MM':
        return two(date.getUTCMonth() + 1);
      case 'M':
        return String(date.getUTCMonth() + 1);
      case 'dd':
        return two(date.getUTCDate());
      case 'd':
        return String(date.getUTCDate());
      case 'HH':
        return two(date.getUTCHours());
      case 'H':
        return String(date.getUTCHours());
      case 'hh':
        return two(hour12);
      case 'h':
        return String(hour12);
      case 'mm':
        return two(date.getUTCMinutes());
      case 'm':
        return String(date.getUTCMinutes());
      case 'ss':
        return two(date.getUTCSeconds());
      case 's':
        return String(date.getUTCSeconds());
      case 'tt':
        return date.getUTCHours() < 12 ? 'AM' : 'PM';
      default:
        if (token.startsWith('f')) return sevenths.slice(0, token.length);
        if (token.startsWith('F')) return sevenths.slice(0, token.length).replace(/0+$/, '');
        return token;
    }
  });
}

function formatTimespan(ticks: bigint, format: string): string {
  const value = ticks < 0n ? -ticks : ticks;
  const days = value / TICKS_PER_DAY;
  const hours = Number((value % TICKS_PER_DAY) / (3600n * TICKS_PER_SECOND));
  const minutes = Number((value / (60n * TICKS_PER_SECOND)) % 60n);
  const seconds = Number((value / TICKS_PER_SECOND) % 60n);
  const sevenths = (value % TICKS_PER_SECOND).toString().padStart(7, '0');
  return format.replace(/d+|HH?|hh?|mm?|ss?|f+|F+|./gs, (token) => {
    switch (token[0]) {
      case 'd':
        return days.toString().padStart(token.length, '0');
      case 'h':
      case 'H':
        return String(hours).padStart(token.length, '0');
      case 'm':
        return String(minutes).padStart(token.length, '0');
      case 's':
        return String(seconds).padStart(token.length, '0');
      case 'f':
        return sevenths.slice(0, token.length);
      case 'F':
        return sevenths.slice(0, token.length).replace(/0+$/, '');
      default:
        return token;
    }
  });
}

const UNITS: Readonly<Record<string, bigint>> = {
  week: 7n * TICKS_PER_DAY,
  day: TICKS_PER_DAY,
  hour: 3600n * TICKS_PER_SECOND,
  minute: 60n * TICKS_PER_SECOND,
  second: TICKS_PER_SECOND,
  millisecond: TICKS_PER_MILLISECOND,
  microsecond: 10n,
};

function inRange(ticks: bigint): bigint | null {
  return ticks >= 0n && ticks <= MAX_DATETIME_TICKS ? ticks : null;
}

/** A month too short for the day ends on its last. */
function addMonths(ticks: bigint, months: number): bigint | null {
  const { date } = dateOf(ticks);
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const year = first.getUTCFullYear();
  if (year < 1 || year > 9999) return null;
  const last = new Date(0);
  last.setUTCFullYear(year, first.getUTCMonth() + 1, 0);
  const target = new Date(0);
  target.setUTCFullYear(year, first.getUTCMonth(), Math.min(date.getUTCDate(), last.getUTCDate()));
  return BigInt(target.getTime()) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS + (ticks % TICKS_PER_DAY);
}

function add(unit: string, amount: bigint, ticks: bigint): bigint | null {
  const name = unit.toLowerCase().replace(/s$/, '');
  if (name === 'year') return addMonths(ticks, Number(amount) * 12);
  if (name === 'quarter') return addMonths(ticks, Number(amount) * 3);
  if (name === 'month') return addMonths(ticks, Number(amount));
  const size = UNITS[name];
  if (size !== undefined) return inRange(ticks + amount * size);
  return name === 'nanosecond' ? inRange(ticks + amount / 100n) : null;
}

function part(unit: string, ticks: bigint): bigint | null {
  const { date, fraction } = dateOf(ticks);
  switch (unit.toLowerCase()) {
    case 'year':
      return BigInt(date.getUTCFullYear());
    case 'quarter':
      return BigInt(Math.floor(date.getUTCMonth() / 3) + 1);
    case 'month':
      return BigInt(date.getUTCMonth() + 1);
    case 'week_of_year':
    case 'weekofyear':
    case 'week':
      return BigInt(isoWeek(date));
    case 'day':
      return BigInt(date.getUTCDate());
    case 'dayofyear':
      return (BigInt(date.getTime()) - BigInt(atYear(date.getUTCFullYear(), 1))) / 86_400_000n + 1n;
    case 'hour':
      return BigInt(date.getUTCHours());
    case 'minute':
      return BigInt(date.getUTCMinutes());
    case 'second':
      return BigInt(date.getUTCSeconds());
    case 'millisecond':
      return fraction / TICKS_PER_MILLISECOND;
    case 'microsecond':
      return fraction / 10n;
    case 'nanosecond':
      return fraction * 100n;
    default:
      return null;
  }
}

function isoWeek(date: Date): number {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 3);
  const first = atYear(thursday.getUTCFullYear(), 4);
  const firstDay = (new Date(first).getUTCDay() + 6) % 7;
  return 1 + Math.round((thursday.getTime() - first) / 604_800_000 - (3 - firstDay) / 7);
}

function makeDatetime(...args: (bigint | number | null)[]): bigint | null {
  const [y, mo, d, h = null, mi = null, s = null] = args;
  const [year, month, day] = [Number(y), Number(mo), Number(d)];
  const [hour, minute, seconds] = [Number(h ?? 0), Number(mi ?? 0), Number(s ?? 0)];
  if (
    year < 1 ||
    year > 9999 ||
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59 ||
    !(seconds >= 0 && seconds < 60)
  )
    return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const clock = BigInt(hour * 3600 + minute * 60) * TICKS_PER_SECOND + BigInt(Math.round(seconds * 1e7));
  return BigInt(date.getTime()) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS + clock;
}

/** Milliseconds at a day of January; Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function atYear(year: number, day: number): number {
  return new Date(0).setUTCFullYear(year, 0, day);
}

/** (h, m), (h, m, s) or (d, h, m, s). */
function makeTimespan(a: bigint, b: bigint, c: number | null, d: number | null): bigint | null {
  if (!isSeconds(c) || !isSeconds(d)) return null;
  const [days, hours, minutes, seconds] =
    d === null ? [0n, a, b, c ?? 0] : [a, b, BigInt(Math.trunc(c ?? 0)), d];
  return (
    days * TICKS_PER_DAY +
    (hours * 3600n + minutes * 60n) * TICKS_PER_SECOND +
    BigInt(Math.round(seconds * 1e7))
  );
}

/** A number that leaves room for the days in a count of ticks. */
function isSeconds(value: number | null): boolean {
  return value === null || Math.abs(value) < 4e11;
}

export const DATETIME_TEXT: readonly ScalarEntry[] = [
  {
    ...udf('format_datetime', ['datetime', 'string'], 'string', formatDatetime),
    check: checkFormat(DATETIME_PART),
  },
  {
    ...udf('format_timespan', ['timespan', 'string'], 'string', formatTimespan),
    check: checkFormat(TIMESPAN_PART),
  },
  udf('datetime_add', ['string', 'long', 'datetime'], 'datetime', add),
  udf('datetime_part', ['string', 'datetime'], 'long', part),
  udf('make_datetime', ['long', 'long', 'long', 'long?', 'long?', 'real?'], 'datetime', makeDatetime),
  udf('make_timespan', ['long', 'long', 'real?', 'real?'], 'timespan', makeTimespan),
  withinYears(udf('datetime_utc_to_local', ['datetime', 'string'], 'datetime', utcToLocal)),
  withinYears(udf('datetime_local_to_utc', ['datetime', 'string'], 'datetime', localToUtc)),
];
