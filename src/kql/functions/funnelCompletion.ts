import { printDynamic } from '../values/dynamic.ts';
import { parseTimespan } from '../values/timespan.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { badArgument, eventOptions, type EventOptions, unsettled } from './eventRows.ts';
import { eventsById, type Funnel, funnelOf, type StateEvent, windowOf } from './funnelEvents.ts';

/** By step, the shortest time from a first state in which an id comes to it; undefined where it never does. */
type Spans = (bigint | undefined)[];

/** Which event of the first state begins: each of them is tried, the first one, or the last one before. */
const BEGINNINGS = ['any', 'first', 'last'] as const;
type Beginning = (typeof BEGINNINGS)[number];

const MOST_PERIODS = 1000;

/**
 * Rows are `[id, time, state]`; options `[…, start, end, bin, sequence, periods]`. Gives `[window, state, period, ids]`.
 *
 * The example's numbers allow other states between those of the sequence; each window is analysed by itself, as the
 * parameter's description says. Where the ways in which the rest may be read give an id different steps, it is refused.
 */
function completion(rowsText: string, optionsText: string): string {
  const options = eventOptions(optionsText);
  const funnel = funnelOf(options);
  const periods = periodsOf(options);
  const counts = new Map<bigint, number[][]>();
  for (const { events } of eventsById(rowsText).values())
    for (const [window, here] of byWindow(events, funnel)) {
      const reached = stepsOf(here, funnel, periods, options);
      if (reached.every((steps) => steps === 0)) continue;
      let ofWindow = counts.get(window);
      if (!ofWindow) counts.set(window, (ofWindow = periods.map(() => funnel.sequence.map(() => 0))));
      for (const [p, steps] of reached.entries())
        for (let step = 0; step < steps; step++) {
          const own = ofWindow[p];
          if (own) own[step] = (own[step] ?? 0) + 1;
        }
    }
  return printDynamic(
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([window, ofWindow]) =>
        ofWindow.flatMap((steps, p) =>
          steps.flatMap((count, step) =>
            count === 0 ? [] : [[window, funnel.sequence[step] ?? '', periods[p] ?? 0n, BigInt(count)]],
          ),
        ),
      ),
  );
}

function periodsOf(options: EventOptions): bigint[] {
  const given = options.values[4];
  const periods = Array.isArray(given) ? given : [];
  const known = periods.flatMap((period) => {
    const ticks = typeof period === 'string' ? parseTimespan(period) : undefined;
    return ticks === undefined || ticks < 0n ? [] : [ticks];
  });
  if (known.length === 0 || known.length < periods.length || known.length > MOST_PERIODS)
    throw badArgument(options, 'the periods must be an array of timespans, as dynamic([1h, 1d]) is.');
  if (new Set(known).size < known.length)
    throw badArgument(options, 'the periods must differ from each other.');
  return known;
}

/** Events of the states by the window that they are in. The end itself is in; whether it counts is tried both ways. */
function byWindow(events: readonly StateEvent[], funnel: Funnel): Map<bigint, StateEvent[]> {
  const found = new Map<bigint, StateEvent[]>();
  for (const event of events) {
    if (event.time < funnel.start || event.time > funnel.end || !funnel.sequence.includes(event.state))
      continue;
    const window = windowOf(event.time, funnel);
    const own = found.get(window);
    if (own) own.push(event);
    else found.set(window, [event]);
  }
  return found;
}

/** By period, how many of its steps an id took. */
function stepsOf(
  events: readonly StateEvent[],
  funnel: Funnel,
  periods: readonly bigint[],
  options: EventOptions,
): number[] {
  const take = (beginning: Beginning, sameTime: boolean, before: readonly StateEvent[]): string => {
    const spans = spansOf(before, funnel.sequence, beginning, sameTime);
    return periods
      .map((period) => spans.filter((span) => span !== undefined && span <= period).length)
      .join();
  };
  const taken = take('any', true, events);
  const differs = (other: string, open: string): void => {
    if (other === taken) return;
    throw unsettled(
      options,
      open,
      'Write it with scan and a step for each state, over the rows of each id in an order that tells them apart.',
    );
  };
  differs(take('any', false, events), 'whether a state can follow another at the same time');
  for (const beginning of BEGINNINGS)
    for (const sameTime of [true, false])
      differs(
        take(beginning, sameTime, events),
        'which of several events of the first state begins a sequence',
      );
  differs(
    take(
      'any',
      true,
      events.filter(({ time }) => time < funnel.end),
    ),
    'whether events at the end of the analysis count',
  );
  return taken.split(',').map(Number);
}

/** @param sameTime whether a state can follow another of its time */
export function spansOf(
  events: readonly StateEvent[],
  sequence: readonly string[],
  beginning: Beginning,
  sameTime: boolean,
): Spans {
  const spans: Spans = sequence.map(() => undefined);
  /** By step, when the sequence that came to it last began. */
  let begun: Spans = sequence.map(() => undefined);
  const move = ({ time, state }: StateEvent, step: number): void => {
    if (state !== sequence[step]) return;
    if (step === 0) {
      if (beginning === 'first' && begun[0] !== undefined) return;
      if (beginning === 'last') begun = sequence.map(() => undefined);
      begun[0] = time;
      spans[0] = 0n;
      return;
    }
    const from = begun[step - 1];
    if (from === undefined) return;
    const own = begun[step];
    if (own === undefined || from > own) begun[step] = from;
    const span = spans[step];
    if (span === undefined || time - from < span) spans[step] = time - from;
  };
  for (let i = 0; i < events.length; ) {
    let next = i + 1;
    while (next < events.length && events[next]?.time === events[i]?.time) next++;
    const together = events.slice(i, next);
    for (let k = 0; k < sequence.length; k++) {
      const step = sameTime ? k : sequence.length - 1 - k;
      for (const event of together) move(event, step);
    }
    i = next;
  }
  return spans;
}

export const FUNNEL_COMPLETION: readonly ScalarEntry[] = [
  udf('funnel_completion_of', ['string', 'string'], 'string', completion),
];
