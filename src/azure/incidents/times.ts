import { ticksFromIso, unixMillisecondsFromTicks } from '../../base/ticks.ts';
import { textOf } from '../../base/guards.ts';

/**
 * A time as a service gives it, in UTC where it names no zone; '' where there is none, which services also say by the first day of
 * .NET's calendar or of Windows's.
 */
export function timeOf(value: unknown): string {
  const text = textOf(value);
  const ticks = ticksFromIso(text);
  if (ticks === undefined || unixMillisecondsFromTicks(ticks) <= 0) return '';
  return /Z$|[+-]\d{2}:?\d{2}$/.test(text.slice(10)) || text.length === 10 ? text : `${text}Z`;
}

/** Earliest and latest of times as `timeOf` gives them. */
export function spanOf(times: readonly string[]): { readonly first: string; readonly last: string } {
  const sorted = times.filter((time) => time !== '').toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return { first: sorted[0] ?? '', last: sorted.at(-1) ?? '' };
}
