import { isoFromTicks, type Ticks } from '../../base/ticks.ts';
import type { HistoryEvent } from '../ports.ts';

export interface LostEvents {
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly {
    readonly table: string;
    readonly time: string;
    readonly arrived: string;
    /** End of the last window that it belonged to. */
    readonly window: string;
  }[];
}

const MAX_EXAMPLES = 20;

/**
 * Events that no run saw: each window that they belong to was queried before they arrived. Events of times that no
 * window covers (before the first or after the last) are not judged.
 */
export function lostEvents(
  histories: readonly { readonly table: string; readonly events: readonly HistoryEvent[] }[],
  ends: readonly Ticks[],
  period: Ticks,
  runDelay: Ticks,
): LostEvents {
  const [first, last] = [ends[0], ends.at(-1)];
  const examples: LostEvents['examples'][number][] = [];
  let count = 0;
  if (first === undefined || last === undefined) return { count, examples };
  for (const { table, events } of histories)
    for (const { time, arrived } of events) {
      if (time < first - period || time >= last) continue;
      // The last window that holds the event is the one that waits longest for it.
      const end = lastEndBefore(ends, time + period);
      if (end === undefined || end <= time || arrived <= end + runDelay) continue;
      // One that is seen only after the end of the replay was not lost in it.
      if (end === last && time + period > last) continue;
      count += 1;
      if (examples.length < MAX_EXAMPLES)
        examples.push({
          table,
          time: isoFromTicks(time),
          arrived: isoFromTicks(arrived),
          window: isoFromTicks(end),
        });
    }
  return { count, examples };
}

/** The latest end that is at or before the time. */
function lastEndBefore(ends: readonly Ticks[], time: Ticks): Ticks | undefined {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? time) <= time) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1];
}
