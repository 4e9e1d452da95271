import type { HttpHeaders } from '@azure/core-rest-pipeline';

/**
 * Milliseconds that the service asks to wait: Retry-After in seconds or as a date, its variants in milliseconds, or Resource
 * Graph's quota header. A date is measured by the answer's own Date, since this machine's clock may be wrong.
 */
export function retryAfterMs(headers: HttpHeaders, now: number): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = Number(headers.get(name) ?? Number.NaN);
    if (Number.isFinite(ms) && ms >= 0) return ms;
  }
  const text = headers.get('retry-after');
  if (text !== undefined) {
    const seconds = Number(text);
    if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
    const until = Date.parse(text);
    if (Number.isFinite(until)) return Math.max(0, until - (serverTime(headers) ?? now));
  }
  return quotaReset(headers.get('x-ms-user-quota-resets-after'));
}

/** The answer's Date in milliseconds since 1970. */
export function serverTime(headers: HttpHeaders): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(date) ? date : undefined;
}

function quotaReset(text: string | undefined): number | undefined {
  const match = /^(\d+):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text ?? '');
  if (!match) return undefined;
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1_000;
}
