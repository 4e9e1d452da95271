import { length, type Span } from '../../../src/picture/span.ts';
import type { TimelineZone } from '../../../src/domain/zone.ts';
import { countPixels } from './density.ts';
import type { Timeline } from './timeline.ts';

const PARTS = 2000;
/** A burst goes on while a part holds at least this share of its fullest. */
const SHARE = 0.1;
/** So many parts below that share do not end it. */
const PAUSE = 3;

/**
 * The burst around the selection, or the fullest one of the window: from its fullest part (a 2000th of the window) to both
 * sides while the parts hold at least a tenth of that. Counts what passes the filter, of all lanes shown. Null where the window is empty.
 */
export function burstOf(timeline: Timeline): Span | null {
  const { span } = timeline;
  const sum = new Uint32Array(PARTS);
  const counts = new Uint32Array(PARTS);
  for (const number of timeline.shownLanes()) {
    const lane = timeline.lanes[number];
    if (!lane) continue;
    countPixels(lane, span, PARTS, counts);
    for (let i = 0; i < PARTS; i++) sum[i] = (sum[i] ?? 0) + (counts[i] ?? 0);
  }
  const part = length(span) / PARTS;
  const time = timeline.selectedTime();
  const chosen = time === null ? -1 : Math.floor((time - span.start) / part);
  const peak = (sum[chosen] ?? 0) > 0 ? chosen : fullest(sum);
  const least = Math.max(1, (sum[peak] ?? 0) * SHARE);
  if ((sum[peak] ?? 0) === 0) return null;
  const from = edge(sum, peak, -1, least);
  const to = edge(sum, peak, 1, least);
  const air = Math.max(part, (to + 1 - from) * part * 0.1);
  return { start: span.start + from * part - air, end: span.start + (to + 1) * part + air };
}

/** The day, in the zone shown, that a time is in. */
export function dayOf(time: number, zone: TimelineZone): Span {
  const date = new Date(time);
  if (zone === 'utc') {
    const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
    return { start, end: start + 86_400_000 };
  }
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return { start: new Date(year, month, day).getTime(), end: new Date(year, month, day + 1).getTime() };
}

function fullest(counts: Uint32Array): number {
  let best = 0;
  counts.forEach((count, i) => {
    if (count > (counts[best] ?? 0)) best = i;
  });
  return best;
}

/** The last part towards `step` that belongs to the burst. */
function edge(counts: Uint32Array, peak: number, step: 1 | -1, least: number): number {
  let last = peak;
  for (let i = peak + step; i >= 0 && i < counts.length && Math.abs(i - last) <= PAUSE; i += step)
    if ((counts[i] ?? 0) >= least) last = i;
  return last;
}
