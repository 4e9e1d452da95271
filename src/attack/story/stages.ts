import type { TimelineEvent } from '../../domain/timelineEvent.ts';

/** Events that follow each other in one tactic. */
export interface Stage {
  /** Shortname; '' for events with no technique. */
  readonly tactic: string;
  /** Ids, in order of time. */
  readonly events: readonly string[];
}

/** The dated events in order of time, a stage each time that the tactic changes. `tacticOf` says where an event is shown. */
export function stagesOf(
  events: readonly TimelineEvent[],
  tacticOf: (event: TimelineEvent) => string,
): Stage[] {
  const dated = events
    .flatMap((event) => (event.time === null ? [] : [{ event, at: Date.parse(event.time) }]))
    .sort((a, b) => a.at - b.at);
  const stages: { tactic: string; events: string[] }[] = [];
  for (const { event } of dated) {
    const tactic = tacticOf(event);
    const last = stages.at(-1);
    if (last?.tactic === tactic) last.events.push(event.id);
    else stages.push({ tactic, events: [event.id] });
  }
  return stages;
}
