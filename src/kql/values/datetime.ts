import {
  isoFromTicks,
  MAX_DATETIME_TICKS,
  TICKS_PER_MILLISECOND,
  type Ticks,
  UNIX_EPOCH_TICKS,
} from '../../base/ticks.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO =
  /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(?:(\d{2})(?:\.(\d+))?)?)?(Z)?$/;
const AMERICAN =
  /^(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4})(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?\s*(AM|PM)?\s*(Z|[+-]\d{1,2}:?\d{2})?$/i;
const RFC =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3,9})[\s-](\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*(Z|UTC|GMT|UT|[+-]\d{1,2}:?\d{2})?$/i;
const ANSI =
  /^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\s+(\d{1,2}),?\s+(?:(\d{4})|(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4}))(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z|UTC|GMT)?$/i;

interface Parts {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  readonly half?: string | undefined;
  readonly zone?: string | undefined;
}

/**
 * Text as todatetime() reads it: ISO 8601 and its shortened forms, RFC 822 and 850, month/day/year. No zone is UTC.
 * Undefined where it is none of them or outside of the years 1 to 9999.
 */
export function parseDatetime(input: string): Ticks | undefined {
  const text = input.trim();
  let m = ISO.exec(text);
  if (m) {
    const [, year, month, day, hour, minute, second, fraction, zone] = m;
    return ticksOf({ year, month: Number(month), day, hour, minute, second, fraction, zone });
  }
  if (/^\d{4}$/.test(text)) return ticksOf({ year: text, month: 1, day: '1' });
  m = COMPACT.exec(text);
  if (m) {
    const [, year, month, day, hour, minute, second, fraction, zone] = m;
    return ticksOf({ year, month: Number(month), day, hour, minute, second, fraction, zone });
  }
  m = AMERICAN.exec(text);
  if (m) {
    const [, month, day, year, hour, minute, second, fraction, half, zone] = m;
    return ticksOf({ year, month: Number(month), day, hour, minute, second, fraction, half, zone });
  }
  m = RFC.exec(text);
  if (m) {
    const [, day, month = '', year = '', hour, minute, second, fraction, zone] = m;
    const full = year.length === 2 ? `${Number(year) < 50 ? '20' : '19'}${year}` : year;
    return ticksOf({ year: full, month: monthOf(month), day, hour, minute, second, fraction, zone });
  }
  m = ANSI.exec(text);
  if (m) {
    const [, month = '', day, year, hour, minute, second, late, hour2, minute2, second2, zone] = m;
    return ticksOf({
      year: year ?? late,
      month: monthOf(month),
      day,
      hour: hour ?? hour2,
      minute: minute ?? minute2,
      second: second ?? second2,
      zone,
    });
  }
  return undefined;
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function ticksOf(parts: Parts): Ticks | undefined {
  const { month, fraction = '', half, zone } = parts;
  const year = Number(parts.year);
  const day = Number(parts.day ?? '1');
  let hour = Number(parts.hour ?? '0');
  const minute = Number(parts.minute ?? '0');
  const second = Number(parts.second ?? '0');
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  }
  if (year < 1 || month < 1 || month > 12 || hour > 24 || minute > 59 || second > 59) return undefined;
  if (hour === 24 && (minute > 0 || second > 0)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second);
  const ticks =
    BigInt(date.getTime() - offsetMinutes(zone) * 60_000) * TICKS_PER_MILLISECOND +
    UNIX_EPOCH_TICKS +
    BigInt(fraction.padEnd(7, '0').slice(0, 7));
  return ticks >= 0n && ticks <= MAX_DATETIME_TICKS ? ticks : undefined;
}

function offsetMinutes(zone: string | undefined): number {
  const m = zone === undefined ? null : /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!m) return 0;
  return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? '0'));
}

/** As tostring() prints it: always seven decimals. */
export function printDatetime(ticks: Ticks): string {
  const iso = isoFromTicks(ticks);
  const [seconds = '', fraction = ''] = iso.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(7, '0')}Z`;
}
