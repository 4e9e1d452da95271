import { AzimuthError } from '../base/errors.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { commonLosses, eventsHave, overruled, type Story } from './exchange.ts';
import { lostTechniques, techniquesOf } from './techniques.ts';

/** The story as actions and what led to what; Attack Flow's two forms are made from it. */
export interface FlowGraph {
  readonly actions: readonly TimelineEvent[];
  /** By id of the cause. */
  readonly effects: ReadonlyMap<string, readonly string[]>;
  /** Ids of actions that every other one is reached from. */
  readonly starts: readonly string[];
  readonly losses: readonly string[];
}

/** Rejects with `exchange.no-events` where there is nothing: a flow has a beginning. */
export function flowGraph(story: Story): FlowGraph {
  const actions = story.events;
  if (actions.length === 0)
    throw new AzimuthError('exchange.no-events', 'There is no event to make an attack flow of.', {
      unharmed: 'nothing was written',
      next: ['Pin events to the timeline.'],
    });
  const ids = new Set(actions.map(({ id }) => id));
  const effects = new Map<string, string[]>();
  const caused = new Set<string>();
  let broken = 0;
  for (const event of actions) {
    for (const { from, state } of event.links ?? []) {
      if (state !== 'accepted' || from === event.id) continue;
      if (!ids.has(from)) {
        broken++;
        continue;
      }
      effects.set(from, [...(effects.get(from) ?? []), event.id]);
      caused.add(event.id);
    }
  }
  return { actions, effects, starts: startsOf(actions, effects, caused), losses: lossesOf(story, broken) };
}

/** Those without a cause, and of each ring of links the earliest. */
function startsOf(
  actions: readonly TimelineEvent[],
  effects: ReadonlyMap<string, readonly string[]>,
  caused: ReadonlySet<string>,
): string[] {
  const starts: string[] = [];
  const reached = new Set<string>();
  const start = (id: string): void => {
    if (reached.has(id)) return;
    starts.push(id);
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...(effects.get(next) ?? []));
    }
  };
  for (const { id } of actions) if (!caused.has(id)) start(id);
  for (const { id } of actions) start(id);
  return starts;
}

function lossesOf(story: Story, broken: number): string[] {
  const { events, attackVersion } = story;
  const count = (holds: (event: TimelineEvent) => boolean): number => events.filter(holds).length;
  const several = count((event) => techniquesOf(event, attackVersion).named.length > 1);
  const none = count((event) => techniquesOf(event, attackVersion).named.length === 0);
  const without = count(({ time }) => time === null);
  return [
    'Rows, queries, reasons of techniques and of links, and links that nobody has accepted are left out; the case holds them.',
    ...(several > 0
      ? [`An action has one technique: ${eventsHave(several)} more, which the description names.`]
      : []),
    ...(none > 0
      ? [`${eventsHave(none)} no technique; the action has the title of the event as its name.`]
      : []),
    ...(without > 0 ? [`${eventsHave(without)} no time; the action has none either.`] : []),
    ...(broken > 0 ? [`${broken} links lead from events that are not in this export.`] : []),
    ...(story.notObserved.length > 0 ? ['Stretches that were not observed have no place in a flow.'] : []),
    ...overruled(story),
    ...lostTechniques(events, attackVersion),
    ...commonLosses(story),
  ];
}

/** What an action's description says: the event, the note, the other techniques, where it was found. */
export function actionText(event: TimelineEvent, { attackVersion }: Story): string {
  const others = techniquesOf(event, attackVersion).named.slice(1);
  return [
    event.title,
    ...(event.note === '' ? [] : [event.note]),
    ...(others.length > 0 ? [`Also: ${others.map(({ id, name }) => `${id} ${name}`).join(', ')}`] : []),
    `Severity ${event.severity}; ${event.table === '' ? 'added by hand' : event.table}; digest ${event.contentDigest}`,
  ].join('\n');
}
