import { DAY, HOUR, weekday } from './instant.ts';
import type { Instant } from './instant.ts';
import type { Site } from './site.ts';

/** How busy people of a place are at a moment, 0 to 1: two humps with lunch between on weekdays, little else. */
export function busyness(instant: Instant, offsetHours: number): number {
  const local = instant + offsetHours * HOUR;
  const hour = (local % DAY) / HOUR;
  const day = weekday(local);
  const work = bump(hour, 10.2, 1.9) + 0.85 * bump(hour, 14.8, 1.8) + 0.12 * bump(hour, 20.5, 1.6);
  if (day === 0) return 0.04 * work;
  if (day === 6) return 0.06 * work;
  return Math.min(1, work) * (day === 5 ? 0.85 : 1);
}

/** Relative volume of the whole tenant's logs: people at all sites above the machines that never sleep. */
function volume(instant: Instant, sites: readonly Site[]): number {
  const people = sites.reduce((sum, site) => sum + busyness(instant, site.place.offset), 0) / sites.length;
  return 0.22 + people;
}

/** Share of the volume that people make. */
export function humanShare(instant: Instant, sites: readonly Site[]): number {
  return 1 - 0.22 / volume(instant, sites);
}

/**
 * Splits `total` events over consecutive slices of [start, end) by volume: cumulative rounding, so that
 * the counts add up exactly.
 */
export function* slices(
  start: Instant,
  end: Instant,
  total: number,
  sites: readonly Site[],
  most: number,
): Generator<{ readonly start: Instant; readonly end: Instant; readonly count: number }> {
  const hours = Math.ceil((end - start) / HOUR);
  const weights = Array.from({ length: hours }, (_, hour) => volume(start + (hour + 0.5) * HOUR, sites));
  const sum = weights.reduce((a, b) => a + b, 0);
  let cumulative = 0;
  let given = 0;
  for (const [hour, weight] of weights.entries()) {
    cumulative += weight;
    const target = Math.round((cumulative / sum) * total);
    const count = target - given;
    const parts = Math.max(1, Math.ceil(count / most));
    const from = start + hour * HOUR;
    const length = Math.min(HOUR, end - from) / parts;
    for (let part = 0; part < parts; part++) {
      const upTo = Math.round((count * (part + 1)) / parts) - Math.round((count * part) / parts);
      yield { start: from + part * length, end: from + (part + 1) * length, count: upTo };
    }
    given = target;
  }
}

function bump(hour: number, centre: number, width: number): number {
  const distance = (hour - centre) / width;
  return Math.exp(-0.5 * distance * distance);
}
