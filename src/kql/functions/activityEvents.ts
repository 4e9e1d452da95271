import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { isNumber } from './dyn.ts';

/** An event of an id. Times are offsets from the window's origin: ticks of a year are whole numbers then. */
export interface Event {
  readonly id: string;
  readonly time: number;
  readonly slice: string;
}

/** Of the query's constants, as offsets from the origin. */
export interface Window {
  /** Where the offset 0 stands on the timeline, from a bin of the timeline itself: what bins without a start begin at. */
  readonly shift: number;
  /** -Infinity and Infinity where the query gives none. */
  readonly start: number;
  readonly end: number;
  readonly step: number;
  /** The look-back or the outer window; 0 where there is none. */
  readonly back: number;
  /** The one cohort that is asked for. */
  readonly cohort: number | undefined;
}

/** A row of the answer: bins, then counts. */
export type Row = readonly [at: number, ...values: Dynamic[]];

const MOST_BINS = 1_000_000;

type Moment = bigint | number;

/**
 * A function of all rows, `[id, time, slice…]` each, and the plugin's constants `[start, end, step, back, cohort]`, null where there
 * is none, that counts each slice by itself.
 * @param bins how many of a row's first values are bins, which stand before the slice's values
 */
export function countedBySlice(
  compute: (slice: readonly Event[], window: Window) => readonly Row[],
  bins = 1,
): (rows: string, options: string) => string {
  return (rowsText, options) => {
    const constants = listOf(options).map((value) => (isNumber(value) ? value : undefined));
    const [start, end, step = 0, back = 0, cohort] = constants;
    const rows = listOf(rowsText).flatMap((row) => (Array.isArray(row) && isNumber(row[1]) ? [row] : []));
    const times = rows.map((row) => row[1] as Moment);
    const origin = start ?? times.reduce((least, time) => (time < least ? time : least), times[0] ?? 0n);
    const window: Window = {
      shift: remainder(origin, step),
      start: start === undefined ? -Infinity : 0,
      end: end === undefined ? Infinity : offset(end, origin),
      step: Number(step),
      back: Number(back),
      cohort: cohort === undefined ? undefined : offset(cohort, origin),
    };
    refuseTooMany(window, times.length === 0 ? 0 : Math.max(...spread(times, origin)));
    return printDynamic(
      [...slicesOf(rows, origin)].flatMap(([slice, events]) =>
        compute(events, window).map((row) => [
          ...row.slice(0, bins).map((at) => placed(Number(at), origin)),
          ...listOf(slice),
          ...row.slice(bins),
        ]),
      ),
    );
  };
}

/** By the start of each bin that has events, in order, what is in it; bins are counted from the window's start. */
export function binned(events: readonly Event[], window: Window): Map<number, Event[]> {
  const bins = new Map<number, Event[]>();
  for (const event of events) {
    const bin = binOf(event.time, window);
    const inside = bins.get(bin);
    if (inside) inside.push(event);
    else bins.set(bin, [event]);
  }
  return bins;
}

export function binOf(time: number, { start, step, shift }: Window): number {
  const from = start === -Infinity ? -shift : start;
  return from + Math.floor((time - from) / step) * step;
}

function listOf(text: string): readonly Dynamic[] {
  const value = parseDynamic(text);
  return Array.isArray(value) ? value : [];
}

function offset(at: Moment, origin: Moment): number {
  return typeof at === 'bigint' && typeof origin === 'bigint'
    ? Number(at - origin)
    : Number(at) - Number(origin);
}

function placed(at: number, origin: Moment): Dynamic {
  if (typeof origin === 'bigint' && Number.isInteger(at)) return origin + BigInt(at);
  const sum = Number(origin) + at;
  return Number.isInteger(sum) ? BigInt(sum) : sum;
}

function remainder(origin: Moment, step: Moment): number {
  if (Number(step) <= 0) return 0;
  if (typeof origin === 'bigint' && typeof step === 'bigint') return Number(((origin % step) + step) % step);
  return Number(origin) - Math.floor(Number(origin) / Number(step)) * Number(step);
}

function spread(times: readonly Moment[], origin: Moment): number[] {
  const [first = 0n] = times;
  let [least, most] = [first, first];
  for (const time of times) {
    if (time < least) least = time;
    if (time > most) most = time;
  }
  return [Math.abs(offset(least, origin)), Math.abs(offset(most, origin))];
}

/** Else the bins would never come to an end. */
function refuseTooMany({ start, end, step, back }: Window, furthest: number): void {
  const length = start === -Infinity || end === Infinity ? furthest : Math.abs(end - start);
  if (!(step > 0) || length / step > MOST_BINS || Math.abs(back) / step > MOST_BINS)
    throw new Error('The step must be positive and make no more than a million bins.');
}

/** Events by slice, each slice in the order of time. */
function slicesOf(rows: readonly (readonly Dynamic[])[], origin: Moment): Map<string, Event[]> {
  const events = rows.map(([id = null, time = 0n, ...slice]): Event => {
    const at = isNumber(time) ? offset(time, origin) : 0;
    return { id: printDynamic(id), time: at, slice: printDynamic(slice) };
  });
  const found = new Map<string, Event[]>();
  for (const event of events.sort((a, b) => a.time - b.time)) {
    const slice = found.get(event.slice);
    if (slice) slice.push(event);
    else found.set(event.slice, [event]);
  }
  return found;
}
