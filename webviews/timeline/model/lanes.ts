import { type AttackLabels, NO_RULE, type ObservedEvents } from '../../../src/domain/observed.ts';
import type { Span } from '../../../src/picture/span.ts';
import { TimeIndex } from './timeIndex.ts';

/** What one lane shows of the observed layer. */
export interface Lane {
  /** Shortname of the tactic; '' for events that no rule knows. */
  readonly tactic: string;
  readonly name: string;
  readonly index: TimeIndex;
  /** For each entry of `index`, its place in the observed events. */
  readonly events: Uint32Array;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** First to last event; null where there is none. */
  readonly extent: Span | null;
}

/** Tactics in matrix order, then what no rule knows. Events of a lane stay in order of time: no object an event. */
export function buildLanes(events: ObservedEvents, attack: AttackLabels): Lanes {
  const tactics = [...attack.tactics.map(({ shortname, name }) => ({ tactic: shortname, name })), UNMAPPED];
  const laneOfTactic = new Map(tactics.map(({ tactic }, lane) => [tactic, lane]));
  const unmapped = tactics.length - 1;
  const laneOfRule = new Uint16Array(NO_RULE + 1).fill(unmapped);
  events.rules.forEach((rule, number) => (laneOfRule[number] = laneOfTactic.get(rule.tactic) ?? unmapped));

  const counts = new Uint32Array(tactics.length);
  for (let i = 0; i < events.count; i++) {
    const lane = laneOfRule[events.rule[i] ?? NO_RULE] ?? unmapped;
    counts[lane] = (counts[lane] ?? 0) + 1;
  }
  const times = Array.from(counts, (count) => new Float64Array(count));
  const places = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(tactics.length);
  for (let i = 0; i < events.count; i++) {
    const lane = laneOfRule[events.rule[i] ?? NO_RULE] ?? unmapped;
    const at = filled[lane] ?? 0;
    filled[lane] = at + 1;
    const laneTimes = times[lane];
    const lanePlaces = places[lane];
    if (laneTimes) laneTimes[at] = events.time[i] ?? 0;
    if (lanePlaces) lanePlaces[at] = i;
  }
  return {
    lanes: tactics.map(({ tactic, name }, lane) => ({
      tactic,
      name,
      index: new TimeIndex(times[lane] ?? new Float64Array()),
      events: places[lane] ?? new Uint32Array(),
    })),
    extent:
      events.count === 0 ? null : { start: events.time[0] ?? 0, end: events.time[events.count - 1] ?? 0 },
  };
}

const UNMAPPED = { tactic: '', name: 'No technique known' };
