import { type Dynamic, printDynamic } from '../values/dynamic.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { badArgument, Effort, eventOptions, type EventOptions, unsettled } from './eventRows.ts';
import { spansOf } from './funnelCompletion.ts';
import { eventsById, type Funnel, funnelOf, type StateEvent, windowOf } from './funnelEvents.ts';
import { OPEN, QUESTIONS, type Question, READINGS, type Transition, transitions } from './funnelReadings.ts';

/** Ids that a row's `samples` has at most. */
const MOST_SAMPLES = 128;
const WITH_SCAN =
  'Write it with scan and a step for each state, over the rows of each id in an order that tells them apart.';

/**
 * Rows are `[id, time, state]`; options `[…, start, end, bin, sequence, window of a step, sides]`, sides being which of `prev`
 * and `next` the rows have. Gives `[window, prev?, next?, ids, samples]`.
 *
 * The examples' numbers allow other states between those of the sequence (92 episodes end after Hail, Tornado and
 * Thunderstorm Wind where these follow each other at once in 28 alone), and show neither a first state before itself nor
 * a last one after itself. What they leave open is refused where an id's transitions depend on it.
 */
function funnelSequence(rowsText: string, optionsText: string): string {
  const options = eventOptions(optionsText);
  const funnel = funnelOf(options);
  const [step, sides] = options.values.slice(4);
  if (typeof step !== 'bigint' || step < 0n || !Array.isArray(sides))
    throw badArgument(options, 'the window of a step must be a timespan that is not negative.');
  const effort = new Effort(options);
  const groups = new Map<string, { readonly key: readonly Dynamic[]; readonly ids: Set<Dynamic> }>();
  for (const { id, events } of eventsById(rowsText).values())
    for (const [window, before, after] of settled(events, funnel, step, options, effort)) {
      const key = [
        window,
        ...(sides.includes('prev') ? [before] : []),
        ...(sides.includes('next') ? [after] : []),
      ];
      const text = printDynamic(key);
      const group = groups.get(text) ?? { key, ids: new Set<Dynamic>() };
      groups.set(text, group);
      group.ids.add(id);
    }
  return printDynamic(
    [...groups.values()]
      .sort((a, b) => b.ids.size - a.ids.size)
      .map(({ key, ids }) => [...key, BigInt(ids.size), [...ids].slice(0, MOST_SAMPLES)]),
  );
}

/** The transitions of an id, which all readings must agree on. */
function settled(
  events: readonly StateEvent[],
  funnel: Funnel,
  step: bigint,
  options: EventOptions,
  effort: Effort,
): Iterable<Transition> {
  if (spansOf(events, funnel.sequence, 'any', true).at(-1) === undefined) return [];
  if (events.some(({ time, state }, i) => events[i + 1]?.time === time && events[i + 1]?.state !== state))
    throw unsettled(options, 'in which order states of the same time come', WITH_SCAN);
  const open = openQuestions(events, funnel, step);
  const [plainest, ...others] = READINGS.filter((reading) =>
    QUESTIONS.every((question) => open.has(question) || reading[question] === OPEN[question].ways[0]),
  );
  if (!plainest) return [];
  const answer = transitions(events, funnel, step, plainest, effort);
  for (const reading of others) {
    const other = transitions(events, funnel, step, reading, effort);
    if (other.size === answer.size && [...answer.keys()].every((key) => other.has(key))) continue;
    const differing = QUESTIONS.filter((question) => reading[question] !== plainest[question]);
    throw unsettled(options, differing.map((question) => OPEN[question].open).join(', and '), WITH_SCAN);
  }
  return answer.values();
}

/** What can matter to these events at all. */
function openQuestions(events: readonly StateEvent[], funnel: Funnel, step: bigint): Set<Question> {
  const { start, end, sequence } = funnel;
  const states = events.flatMap(({ state }) => (sequence.includes(state) ? [state] : []));
  const windows = events.map(({ time }) => (time < start ? -1n : windowOf(time, funnel)));
  const matters: Record<Question, boolean> = {
    stays: events.some(({ state }, i) => events[i + 1]?.state === state),
    steps: new Set(states).size < states.length,
    around: events.some(({ time }, i) => (events[i + 1]?.time ?? time) - time > step),
    outside: events.some(({ time }) => time < start || time >= end),
    end: events.some(({ time }) => time === end),
    bin: new Set(windows).size > 1,
  };
  return new Set(QUESTIONS.filter((question) => matters[question]));
}

export const FUNNEL_SEQUENCE: readonly ScalarEntry[] = [
  udf('funnel_sequence_of', ['string', 'string'], 'string', funnelSequence),
];
