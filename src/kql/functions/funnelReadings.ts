import type { Effort } from './eventRows.ts';
import { type Funnel, type StateEvent, windowOf } from './funnelEvents.ts';

/** A stay in a state: of one event, or of all that follow each other in the same state. */
interface Stay {
  readonly state: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** What the documentation of funnel_sequence leaves open, each with the ways in which it may be read; the first is the plainest. */
export const OPEN = {
  stays: {
    ways: ['ends', 'starts', 'events'],
    open: 'whether repeated events of one state are one stay in it, and from where its time to the next is counted',
  },
  steps: {
    ways: ['all', 'nearest', 'latest'],
    open: 'which of several events of a state makes a step',
  },
  around: {
    ways: ['any', 'within'],
    open: 'whether the states before and after may be further away than the window of a step',
  },
  outside: {
    ways: ['seen', 'unseen'],
    open: 'whether events outside of the analysed time are states before and after',
  },
  end: { ways: ['out', 'in'], open: 'whether events at the end of the analysis count' },
  bin: {
    ways: ['first', 'last', 'apart'],
    open: 'which window a sequence belongs to that goes from one to the next',
  },
} as const;

export type Question = keyof typeof OPEN;
export const QUESTIONS = Object.keys(OPEN) as Question[];
export type Reading = { readonly [Q in Question]: (typeof OPEN)[Q]['ways'][number] };

/** Each combination of ways to read, the plainest first. */
export const READINGS: readonly Reading[] = QUESTIONS.reduce<Reading[]>(
  (readings, question) =>
    readings.flatMap((reading) => OPEN[question].ways.map((way) => ({ ...reading, [question]: way }))),
  [
    {
      stays: 'ends',
      steps: 'all',
      around: 'any',
      outside: 'seen',
      end: 'out',
      bin: 'first',
    },
  ],
);

/** `[window, state before, state after]`, '' where there is none. */
export type Transition = readonly [window: bigint, before: string, after: string];

/** What the id's events, in the order of time, are in one reading: by text, each transition once. */
export function transitions(
  events: readonly StateEvent[],
  funnel: Funnel,
  step: bigint,
  reading: Reading,
  effort: Effort,
): Map<string, Transition> {
  const inTime = ({ time }: { readonly time: bigint }): boolean =>
    time >= funnel.start && (reading.end === 'in' ? time <= funnel.end : time < funnel.end);
  const found = new Map<string, Transition>();
  for (const group of groupsOf(
    reading.outside === 'seen' ? events : events.filter(inTime),
    funnel,
    reading,
  )) {
    const stays = staysOf(group, reading);
    const [first = '', last = ''] = [funnel.sequence[0], funnel.sequence.at(-1)];
    for (const [begin, end] of reached(stays, funnel, step, reading, inTime, effort)) {
      const [a, b] = [stays[begin], stays[end]];
      if (!a || !b) continue;
      const [before, after] = [stays[begin - 1], stays[end + 1]];
      const near = (gap: bigint): boolean => reading.around === 'any' || gap <= step;
      const transition: Transition = [
        windowOf(reading.bin === 'last' ? b.from : a.from, funnel),
        before && before.state !== first && near(a.from - before.to) ? before.state : '',
        after && after.state !== last && near(after.from - b.to) ? after.state : '',
      ];
      found.set(transition.join('\u0000'), transition);
    }
  }
  return found;
}

function groupsOf(events: readonly StateEvent[], funnel: Funnel, { bin }: Reading): Iterable<StateEvent[]> {
  if (bin !== 'apart') return [[...events]];
  const found = new Map<bigint, StateEvent[]>();
  for (const event of events) {
    const window = event.time < funnel.start ? -1n : windowOf(event.time, funnel);
    const own = found.get(window);
    if (own) own.push(event);
    else found.set(window, [event]);
  }
  return found.values();
}

function staysOf(events: readonly StateEvent[], { stays }: Reading): Stay[] {
  const found: Stay[] = [];
  for (const { time, state } of events) {
    const last = found.at(-1);
    if (stays !== 'events' && last?.state === state) found[found.length - 1] = { ...last, to: time };
    else found.push({ state, from: time, to: time });
  }
  return found;
}

/** The first and the last stay of each way through the sequence. */
function reached(
  stays: readonly Stay[],
  funnel: Funnel,
  step: bigint,
  reading: Reading,
  inTime: (at: { readonly time: bigint }) => boolean,
  effort: Effort,
): [number, number][] {
  const { sequence } = funnel;
  const length = sequence.length;
  const gap = (a: Stay, b: Stay): bigint => b.from - (reading.stays === 'starts' ? a.from : a.to);
  const usable = (i: number, k: number): boolean => {
    const stay = stays[i];
    return stay !== undefined && stay.state === sequence[k] && inTime({ time: stay.from });
  };
  /** From a stay on, forwards or backwards, those of the step beside it that are in reach. */
  const beside = (i: number, k: number, by: 1 | -1): number[] => {
    const own = stays[i];
    const found: number[] = [];
    for (let j = i + by; own && j >= 0 && j < stays.length; j += by) {
      effort.step();
      const other = stays[j];
      if (!other || (by === 1 ? gap(own, other) : gap(other, own)) > step) break;
      if (usable(j, k)) found.push(j);
    }
    return reading.steps === 'all' ? found : found.slice(0, 1);
  };
  const backwards = reading.steps === 'latest';
  const found: [number, number][] = [];
  for (const i of stays.keys()) {
    if (!usable(i, backwards ? length - 1 : 0)) continue;
    let ends = new Set([i]);
    for (let k = 1; k < length; k++)
      ends = new Set(
        [...ends].flatMap((at) => beside(at, backwards ? length - 1 - k : k, backwards ? -1 : 1)),
      );
    for (const end of ends) found.push(backwards ? [end, i] : [i, end]);
  }
  return found;
}
