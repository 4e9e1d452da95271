import { entityKey } from '../service/alerts.ts';
import type { ReplayedAlert, ReplayReport } from './replay.ts';

export interface ReplayComparison {
  /** Places in the alerts of the other version that this one does not raise. */
  readonly gone: readonly number[];
  /** Places in the alerts of this version that the other one does not raise. */
  readonly added: readonly number[];
  readonly same: number;
}

/** What two versions raise: alerts are the same where they name the same entities at the same run. */
export function compareReplays(other: ReplayReport, own: ReplayReport): ReplayComparison {
  const left = new Map<string, number[]>();
  for (const [index, alert] of other.alerts.entries())
    left.set(key(alert), [...(left.get(key(alert)) ?? []), index]);
  const added: number[] = [];
  let same = 0;
  for (const [index, alert] of own.alerts.entries()) {
    const match = left.get(key(alert))?.shift();
    if (match === undefined) added.push(index);
    else same += 1;
  }
  return { gone: [...left.values()].flat().sort((a, b) => a - b), added, same };
}

/** Without entities, by the title. */
function key({ time, title, entities }: ReplayedAlert): string {
  return [time, ...(entities.length === 0 ? [title] : entities.map(entityKey).sort())].join('\n');
}
