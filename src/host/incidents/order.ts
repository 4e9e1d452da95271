import type { TenantIncident } from '../../domain/incident.ts';
import { NO_FACTS, priorityOf } from '../../domain/priority.ts';
import { priorityRules } from './priorityRules.ts';

export type IncidentOrder = 'priority' | 'created' | 'modified' | 'severity';

/** A list that is in the order of creation, in the order that was chosen. @param score an incident's priority */
export function ordered(
  incidents: readonly TenantIncident[],
  order: IncidentOrder,
  score: (incident: TenantIncident) => number,
): readonly TenantIncident[] {
  const by = (value: (incident: TenantIncident) => number): readonly TenantIncident[] =>
    incidents.toSorted((a, b) => value(b) - value(a));
  switch (order) {
    case 'created':
      return incidents;
    case 'modified':
      return by(({ modified }) => Date.parse(modified) || 0);
    case 'severity': {
      const rules = priorityRules();
      return by(({ severity }) => priorityOf(severity, NO_FACTS, rules).score);
    }
    case 'priority':
      return by(score);
  }
}
