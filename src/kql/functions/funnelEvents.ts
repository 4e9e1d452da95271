import { type Dynamic, printDynamic } from '../values/dynamic.ts';
import { badArgument, type EventOptions, listOf } from './eventRows.ts';

/** An event of an id in a state. */
export interface StateEvent {
  readonly time: bigint;
  readonly state: string;
}

/** What the funnel plugins have in common: the time that is analysed, its windows, and the states in their order. */
export interface Funnel {
  readonly start: bigint;
  readonly end: bigint;
  readonly bin: bigint;
  readonly sequence: readonly string[];
}

const MOST_STATES = 100;

/** Options are `[…, start, end, bin, sequence, …]`; ticks. */
export function funnelOf(options: EventOptions): Funnel {
  const [start, end, bin, sequence] = options.values;
  if (typeof start !== 'bigint' || typeof end !== 'bigint' || typeof bin !== 'bigint' || bin <= 0n)
    throw badArgument(
      options,
      'the analysis needs a start, an end and a window that is longer than nothing.',
    );
  if (!Array.isArray(sequence) || sequence.length === 0 || sequence.length > MOST_STATES)
    throw badArgument(options, `the sequence must be an array of 1 to ${MOST_STATES} states.`);
  const states = sequence.filter((state) => typeof state === 'string');
  if (states.length < sequence.length || new Set(states).size < states.length)
    throw badArgument(options, 'the states of the sequence must be texts, each of them once.');
  return { start, end, bin, sequence: states };
}

/** Rows are `[id, time, state]`: by id, printed, its events in the order of time. Rows without an id or a time count for nothing. */
export function eventsById(
  rowsText: string,
): Map<string, { readonly id: Dynamic; readonly events: StateEvent[] }> {
  const found = new Map<string, { readonly id: Dynamic; readonly events: StateEvent[] }>();
  for (const row of listOf(rowsText)) {
    if (!Array.isArray(row)) continue;
    const [id = null, time, state] = row;
    if (id === null || typeof time !== 'bigint' || typeof state !== 'string') continue;
    const key = printDynamic(id);
    const own = found.get(key);
    if (own) own.events.push({ time, state });
    else found.set(key, { id, events: [{ time, state }] });
  }
  for (const { events } of found.values())
    events.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return found;
}

/** Where the window that a moment is in begins; windows are counted from the start of the analysis. */
export function windowOf(time: bigint, { start, bin }: Funnel): bigint {
  return start + ((time - start) / bin) * bin;
}
