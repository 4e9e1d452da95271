/** A length of time in whole seconds. */
export type Seconds = number;

const UNIT_SECONDS: Readonly<Record<string, Seconds>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const SHORT = /^(\d+)\s*([smhd])$/i;
const CLOCK = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/** `5m`, `14d`, `00:05:00`, `1.12:00:00`, `PT5M`; undefined where the text is none of these. */
export function parseDuration(text: string): Seconds | undefined {
  const short = SHORT.exec(text);
  if (short) return Number(short[1]) * (UNIT_SECONDS[(short[2] ?? '').toLowerCase()] ?? 0);
  const clock = CLOCK.exec(text);
  if (clock) return sum(clock[1], clock[2], clock[3], clock[4]);
  const iso = /\d/.test(text) ? ISO.exec(text) : null;
  return iso ? sum(iso[1], iso[2], iso[3], iso[4]) : undefined;
}

function sum(days = '0', hours = '0', minutes = '0', seconds = '0'): Seconds {
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** ISO 8601 in the unit that the text uses (`24h` is PT24H, not P1D); undefined where it is no duration. */
export function isoDuration(text: string): string | undefined {
  const short = SHORT.exec(text);
  const [, count = '', unit = ''] = short ?? [];
  if (short)
    return unit.toLowerCase() === 'd' ? `P${Number(count)}D` : `PT${Number(count)}${unit.toUpperCase()}`;
  const seconds = parseDuration(text);
  if (seconds === undefined) return undefined;
  return ISO.test(text) ? text.toUpperCase() : (isoDuration(shortDuration(seconds)) ?? undefined);
}

/** The community's spelling: `PT24H` is 24h, PT1H30M is 90m. */
export function shortFromIso(iso: string): string | undefined {
  const single = /^P(?:(\d+)D|T(\d+)([HMS]))$/i.exec(iso);
  if (single)
    return single[1] === undefined ? `${single[2] ?? ''}${(single[3] ?? '').toLowerCase()}` : `${single[1]}d`;
  const seconds = parseDuration(iso);
  return seconds === undefined ? undefined : shortDuration(seconds);
}

/** In the largest unit that divides it. */
export function shortDuration(seconds: Seconds): string {
  for (const unit of ['d', 'h', 'm']) {
    const size = UNIT_SECONDS[unit] ?? 1;
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}
