import { DATETIME_MAX } from './values.ts';
import { unknown } from './unknown.ts';

const EPOCH = 621_355_968_000_000_000n;
const SECOND = 10_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;

/** tostring(real): shortest digits that read back; a whole number keeps one decimal. */
export function realText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) throw unknown('the exponent form of a real');
  if (Object.is(value, -0)) throw unknown('the text of minus zero');
  return Number.isInteger(value) ? `${value.toFixed(0)}.0` : value.toString();
}

/** Year, month (1-12), day, hour, minute, second and 100 ns of a datetime. */
export interface Calendar {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly ofDay: bigint;
}

export function calendar(ticks: bigint): Calendar {
  const days = ticks / DAY;
  const date = new Date(Number(days - EPOCH / DAY) * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    ofDay: ticks % DAY,
  };
}

/** Ticks at midnight; months beyond 1 to 12 carry into years, days beyond the month into months. */
export function midnight(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime() / 86_400_000) * DAY + EPOCH;
}

export function inYears(ticks: bigint): boolean {
  return ticks >= 0n && ticks <= DATETIME_MAX;
}

const two = (n: bigint | number): string => n.toString().padStart(2, '0');

/** `2022-01-31T23:59:59.1234567Z`, always with seven decimals. */
export function datetimeText(ticks: bigint): string {
  const { year, month, day, ofDay } = calendar(ticks);
  const clock = `${two(ofDay / HOUR)}:${two((ofDay / MINUTE) % 60n)}:${two((ofDay / SECOND) % 60n)}`;
  return `${year.toString().padStart(4, '0')}-${two(month)}-${two(day)}T${clock}.${(ofDay % SECOND).toString().padStart(7, '0')}Z`;
}

/** `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / DAY;
  const fraction = size % SECOND;
  return [
    ticks < 0n ? '-' : '',
    days === 0n ? '' : `${days.toString()}.`,
    `${two((size / HOUR) % 24n)}:${two((size / MINUTE) % 60n)}:${two((size / SECOND) % 60n)}`,
    fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`,
  ].join('');
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** ISO 8601 only; undefined for what is surely no date; unknown for what another of Kusto's formats may read. */
export function readDatetime(text: string): bigint | undefined {
  const match = ISO.exec(text.trim());
  if (!match) {
    if (!/\d/.test(text)) return undefined;
    throw unknown('a date that is not ISO 8601');
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const at = midnight(Number(year), Number(month), Number(day));
  const back = calendar(at < 0n ? 0n : at);
  if (Number(year) < 1 || back.month !== Number(month) || back.day !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset =
    zone === 'Z'
      ? 0n
      : (zone.startsWith('-') ? -1n : 1n) *
        (BigInt(zone.slice(1, 3)) * HOUR + BigInt(zone.slice(4, 6)) * MINUTE);
  const ticks =
    at +
    BigInt(hour) * HOUR +
    BigInt(minute) * MINUTE +
    BigInt(second) * SECOND +
    BigInt(fraction.padEnd(7, '0')) -
    offset;
  if (!inYears(ticks)) throw unknown('a date beyond the years 1 to 9999');
  return ticks;
}

const CLOCK = /^(-)?(?:(\d{1,7})\.)?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/;
const UNIT_TICKS: Readonly<Record<string, bigint>> = {
  d: DAY,
  h: HOUR,
  m: MINUTE,
  s: SECOND,
  ms: 10_000n,
  microsecond: 10n,
  tick: 1n,
};

/** `d.hh:mm:ss.f` or `1.5h`; undefined for what has no digit; unknown for other forms. */
export function readTimespan(text: string): bigint | undefined {
  const clock = CLOCK.exec(text.trim());
  if (clock) {
    const [, minus, days = '0', h = '', m = '', s = '', fraction = ''] = clock;
    if (Number(h) > 23 || Number(m) > 59 || Number(s) > 59) throw unknown('a clock past its range');
    const ticks =
      BigInt(days) * DAY +
      BigInt(h) * HOUR +
      BigInt(m) * MINUTE +
      BigInt(s) * SECOND +
      BigInt(fraction.padEnd(7, '0'));
    return minus ? -ticks : ticks;
  }
  const unit = /^(-?\d+)(\.\d+)?(d|h|ms|m|s|microsecond|tick)$/.exec(text.trim());
  const size = unit && UNIT_TICKS[unit[3] ?? ''];
  if (unit && size) {
    if (unit[2] === undefined) return BigInt(unit[1] ?? '') * size;
    const ticks = Number(`${unit[1] ?? ''}${unit[2]}`) * Number(size);
    if (!Number.isInteger(ticks)) throw unknown('a timespan finer than a tick');
    return BigInt(ticks);
  }
  if (!/\d/.test(text)) return undefined;
  throw unknown(`the timespan ${text}`);
}
