/**
 * Kusto's datetime and timespan are counts of 100 ns. A datetime counts from 0001-01-01T00:00:00Z, so
 * every representable value is in [0, 3155378975999999999]; a timespan is signed.
 */
export type Ticks = bigint;

export const TICKS_PER_MILLISECOND = 10_000n;
export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 864_000_000_000n;
/** 1970-01-01T00:00:00Z. */
export const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;
const UNIX_EPOCH_SECONDS = 62_135_596_800;
/** 9999-12-31T23:59:59.9999999Z. */
export const MAX_DATETIME_TICKS = 3_155_378_975_999_999_999n;

export function ticksFromUnixMilliseconds(ms: number): Ticks {
  return BigInt(Math.round(ms * 10_000)) + UNIX_EPOCH_TICKS;
}

/** Loses what is below a microsecond for present-day values (a double has 53 bits). */
export function unixMillisecondsFromTicks(ticks: Ticks): number {
  return Number(ticks - UNIX_EPOCH_TICKS) / 10_000;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601 with or without time and zone (no zone is UTC); undefined where the text is not that. Digits past 100 ns are cut. */
export function ticksFromIso(text: string): Ticks | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h = '00', mi = '00', s = '00', fraction = '', zone = 'Z'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(y), Number(mo) - 1, Number(d));
  date.setUTCHours(Number(h), Number(mi), Number(s));
  if (Number(y) < 1 || date.getUTCMonth() !== Number(mo) - 1 || date.getUTCDate() !== Number(d))
    return undefined;
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return undefined;
  const offsetMinutes =
    zone === 'Z'
      ? 0
      : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const ticks =
    BigInt(date.getTime() - offsetMinutes * 60_000) * TICKS_PER_MILLISECOND +
    UNIX_EPOCH_TICKS +
    BigInt(fraction.padEnd(7, '0').slice(0, 7));
  return ticks >= 0n && ticks <= MAX_DATETIME_TICKS ? ticks : undefined;
}

/** Texts of the days that were met, by days since year 1; answers have many datetimes of few days. */
const dayTexts = new Map<number, string>();
const KEPT_DAYS = 4096;
const SECONDS_PER_DAY = 86_400;

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date((day * SECONDS_PER_DAY - UNIX_EPOCH_SECONDS) * 1000).toISOString().slice(0, 10);
  if (dayTexts.size >= KEPT_DAYS) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

/** ISO 8601 with Z; up to seven decimals, trailing zeros dropped. */
export function isoFromTicks(ticks: Ticks): string {
  // Both are safe integers.
  const seconds = Number(ticks / TICKS_PER_SECOND);
  const rest = Number(ticks % TICKS_PER_SECOND);
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const second = seconds - day * SECONDS_PER_DAY;
  const time = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
    .map((part) => TWO_DIGITS[part])
    .join(':');
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(7, '0').replace(/0+$/, '')}`;
  return `${dayText(day)}T${time}${fraction}Z`;
}
