import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { isNumber } from './dyn.ts';
import { type ScalarEntry, udf } from './entry.ts';

/** An event of an id: its time as a number of the timeline, and the values that slice the answer. */
interface Event {
  readonly id: string;
  readonly time: number;
  readonly slice: string;
}

const MOST_BINS = 1_000_000;

interface Window {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly back: number;
}

/** Rows of `[id, time, slice…]`; an event without a time is none. */
function eventsOf(rows: string): Event[] {
  const all = parseDynamic(rows) ?? null;
  if (!Array.isArray(all)) return [];
  return all.flatMap((row): Event[] => {
    const [id = null, time = null, ...slice] = Array.isArray(row) ? row : [];
    return isNumber(time) ? [{ id: printDynamic(id), time: Number(time), slice: printDynamic(slice) }] : [];
  });
}

function windowOf(options: string): Window {
  const values = parseDynamic(options) ?? null;
  const [start = NaN, end = NaN, step = NaN, back = 0] = Array.isArray(values) ? values.map(Number) : [];
  return { start, end, step, back };
}

/** Events by slice, each slice in the order of time. */
function slices(events: readonly Event[]): Map<string, Event[]> {
  const found = new Map<string, Event[]>();
  for (const event of [...events].sort((a, b) => a.time - b.time)) {
    const slice = found.get(event.slice);
    if (slice) slice.push(event);
    else found.set(event.slice, [event]);
  }
  return found;
}

/** A row of the answer: the bin, the slice's values and the counts. */
function answerRow(at: number, slice: string, values: readonly Dynamic[]): Dynamic {
  const own = parseDynamic(slice) ?? [];
  return [whole(at), ...(Array.isArray(own) ? own : []), ...values];
}

function whole(value: number): Dynamic {
  return Number.isInteger(value) ? BigInt(value) : value;
}

function table(
  compute: (
    slice: readonly Event[],
    window: Window,
  ) => readonly (readonly [at: number, ...values: Dynamic[]])[],
): (rows: string, options: string) => string {
  return (rows, options) => {
    const window = windowOf(options);
    const { start, end, step, back } = window;
    // Else the bins would never come to an end.
    if (!(step > 0) || Math.abs(end - start) / step > MOST_BINS || Math.abs(back) / step > MOST_BINS)
      throw new Error('The step must be positive and make no more than a million bins.');
    return printDynamic(
      [...slices(eventsOf(rows))].flatMap(([slice, events]) =>
        compute(events, window).map(([at, ...values]) => answerRow(at, slice, values)),
      ),
    );
  };
}

/** How often an id comes back after it was away for the look-back window, by the bins of the timeline itself. */
function sessions(events: readonly Event[], { start, end, step, back }: Window): [number, bigint][] {
  const last = new Map<string, number>();
  const counts = new Map<number, bigint>();
  for (const { id, time } of events) {
    const before = last.get(id);
    last.set(id, time);
    if (time < start || time >= end) continue;
    if (before !== undefined && time - before < back) continue;
    const bin = Math.floor(time / step) * step;
    counts.set(bin, (counts.get(bin) ?? 0n) + 1n);
  }
  return [...counts];
}

/** Events and distinct ids in the bins of the look-back window that ends with each bin. */
function slidingCounts(
  events: readonly Event[],
  { start, end, step, back }: Window,
): [number, bigint, bigint][] {
  const rows: [number, bigint, bigint][] = [];
  const bins = binned(events, start, step);
  for (let at = start; at <= end; at += step) {
    const ids = new Set<string>();
    let count = 0;
    for (let bin = at; bin > at - back; bin -= step)
      for (const { id } of bins.get(bin) ?? []) {
        ids.add(id);
        count++;
      }
    if (count > 0) rows.push([at, BigInt(count), BigInt(ids.size)]);
  }
  return rows;
}

function binned(events: readonly Event[], start: number, step: number): Map<number, Event[]> {
  const bins = new Map<number, Event[]>();
  for (const event of events) {
    const bin = start + Math.floor((event.time - start) / step) * step;
    const inside = bins.get(bin);
    if (inside) inside.push(event);
    else bins.set(bin, [event]);
  }
  return bins;
}

/** Of each bin: events, ids, ids that no earlier bin had, and ids of all bins so far. */
function activityCounts(
  events: readonly Event[],
  { start, end, step }: Window,
): [number, bigint, bigint, bigint, bigint][] {
  const seen = new Set<string>();
  return [
    ...binned(
      events.filter(({ time }) => time >= start && time <= end),
      start,
      step,
    ),
  ].map(([at, inside]) => {
    const ids = new Set(inside.map(({ id }) => id));
    const fresh = [...ids].filter((id) => !seen.has(id)).length;
    for (const id of ids) seen.add(id);
    return [at, BigInt(inside.length), BigInt(ids.size), BigInt(fresh), BigInt(seen.size)];
  });
}

/** What plugins over activity compute from all rows at once. */
export const ACTIVITY: readonly ScalarEntry[] = [
  udf('sessions_of', ['string', 'string'], 'string', table(sessions)),
  udf('sliding_counts_of', ['string', 'string'], 'string', table(slidingCounts)),
  udf('activity_counts_of', ['string', 'string'], 'string', table(activityCounts)),
];
