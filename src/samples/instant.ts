/** Milliseconds since 1970, fractional; a double keeps about a quarter of a microsecond of present-day times. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-03-02T08:15:30.1234567Z`: always seven decimals, as Azure Monitor writes it. */
export function iso(instant: Instant): string {
  const whole = Math.floor(instant);
  const below = Math.floor((instant - whole) * 10_000);
  return `${new Date(whole).toISOString().slice(0, 23)}${below.toString().padStart(4, '0')}Z`;
}

export function dayNumber(instant: Instant): number {
  return Math.floor(instant / DAY);
}

/** 0 is Sunday. */
export function weekday(instant: Instant): number {
  return new Date(instant).getUTCDay();
}
