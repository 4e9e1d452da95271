import { carryRefusal, refuse } from '../diagnostics.ts';
import { type Dynamic, printDynamic } from '../values/dynamic.ts';
import { type ScalarEntry, udf } from './entry.ts';
import {
  badArgument,
  Effort,
  eventOptions,
  type EventOptions,
  firstFrom,
  listOf,
  unsettled,
} from './eventRows.ts';

/** The events of one entity: by step, when its condition held, ascending. */
type Times = readonly (readonly bigint[])[];

const MOST_SEQUENCES = 1_000_000;
const WITHOUT_COPIES =
  'Keep one of them before, as distinct does over the times, the dimensions and what the conditions read.';
const WITH_SCAN =
  'Write it with scan and a step for each condition, over the rows in an order that tells them apart.';

/**
 * Rows are `[time, conditions, …dimensions]`, the conditions that held as bits; options `[…, window of a step, of the
 * sequence, number of steps]`. Gives `[…dimensions, …times, duration]` of each sequence.
 *
 * The documentation's example pairs a first event with each later one in reach, whatever stands between: a sequence is
 * each choice of one event a step, times ascending. What it does not show is refused where an answer depends on it.
 */
function sequences(rowsText: string, optionsText: string): string {
  const options = eventOptions(optionsText);
  if (options.values.some((value) => typeof value !== 'bigint' || value < 0n))
    throw badArgument(options, 'the windows must be timespans that are not negative.');
  const found: { readonly times: readonly bigint[]; readonly dimensions: readonly Dynamic[] }[] = [];
  const effort = new Effort(options);
  for (const [dimensions, steps] of entities(rowsText, Number(options.values[2])))
    for (const times of ofEntity(steps, options, effort)) {
      if (dimensions.includes(null))
        throw unsettled(
          options,
          'whether events without a value in a dimension belong together',
          'Leave them out with isnotnull(), or give them a value with coalesce().',
        );
      if (found.push({ times, dimensions }) > MOST_SEQUENCES)
        throw carryRefusal(
          refuse(
            'too-many-rows',
            `${options.plugin} finds more than a million sequences.`,
            options.place,
            'Narrow the query by time, or the windows.',
          ),
        );
    }
  return printDynamic(
    found
      .sort((a, b) => compareTimes(a.times, b.times))
      .map(({ times, dimensions }) => [...dimensions, ...times, (times.at(-1) ?? 0n) - (times[0] ?? 0n)]),
  );
}

function entities(rowsText: string, steps: number): Iterable<[readonly Dynamic[], Times]> {
  const found = new Map<string, [readonly Dynamic[], bigint[][]]>();
  for (const row of listOf(rowsText)) {
    if (!Array.isArray(row)) continue;
    const [time, conditions, ...dimensions] = row;
    if (typeof time !== 'bigint' || typeof conditions !== 'bigint') continue;
    const key = printDynamic(dimensions);
    let entity = found.get(key);
    if (!entity) found.set(key, (entity = [dimensions, Array.from({ length: steps }, () => [])]));
    for (let step = 0; step < steps; step++)
      if ((conditions >> BigInt(step)) & 1n) entity[1][step]?.push(time);
  }
  for (const [, times] of found.values())
    for (const each of times) each.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return found.values();
}

function ofEntity(steps: Times, options: EventOptions, effort: Effort): bigint[][] {
  const [window, span] = options.values as [bigint, bigint];
  const found: bigint[][] = [];
  /** Goes on from the events chosen so far; whether any choice was completed. */
  const goOn = (chosen: readonly bigint[]): boolean => {
    effort.step();
    const [first = 0n, last = 0n] = [chosen[0], chosen.at(-1)];
    if (chosen.length === steps.length) {
      found.push([...chosen]);
      return true;
    }
    const events = steps[chosen.length] ?? [];
    const isLastStep = chosen.length + 1 === steps.length;
    const end = last + window < first + span ? last + window : first + span;
    const begin = firstFrom(events, last);
    let completed = false;
    for (let i = begin; i < events.length && (events[i] ?? 0n) <= end; i++) {
      const event = events[i] ?? 0n;
      if (!goOn([...chosen, event])) continue;
      completed = true;
      if (event === last)
        throw unsettled(options, 'whether one event can follow another of the same time', WITH_SCAN);
      if (events[i - 1] === event || events[i + 1] === event)
        throw unsettled(options, 'what several events of one time make', WITHOUT_COPIES);
      if (i > begin && !isLastStep)
        throw unsettled(
          options,
          'which of several events makes a step between the first and the last',
          WITH_SCAN,
        );
    }
    return completed;
  };
  const [firsts = []] = steps;
  firsts.forEach((first, i) => {
    if (goOn([first]) && (firsts[i - 1] === first || firsts[i + 1] === first))
      throw unsettled(options, 'what several events of one time make', WITHOUT_COPIES);
  });
  return found;
}

function compareTimes(a: readonly bigint[], b: readonly bigint[]): number {
  for (const [i, time] of a.entries()) {
    const other = b[i] ?? time;
    if (time !== other) return time < other ? -1 : 1;
  }
  return 0;
}

export const SEQUENCES: readonly ScalarEntry[] = [
  udf('sequences_of', ['string', 'string'], 'string', sequences),
];
