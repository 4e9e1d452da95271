import type { TenantIncident } from '../../domain/incident.ts';
import {
  NO_FACTS,
  type Priority,
  priorityOf,
  type PriorityFacts,
  type PriorityRules,
} from '../../domain/priority.ts';

export type IncidentOrder = 'priority' | 'created' | 'modified' | 'severity';

/** By what incidents are ranked: what raises each, by its key, and the company's rules. Each change makes another one. */
export interface Ranks {
  readonly facts: ReadonlyMap<string, PriorityFacts>;
  readonly rules: PriorityRules;
}

export function rankOf({ key, severity }: TenantIncident, { facts, rules }: Ranks): Priority {
  return priorityOf(severity, facts.get(key) ?? NO_FACTS, rules);
}

/** A list that is in the order of creation, in the order that was chosen; worked out once for as long as nothing of it changes. */
export class OrderedIncidents {
  #of: readonly TenantIncident[] = [];
  #order: IncidentOrder = 'created';
  #ranks: Ranks | undefined;
  #items: readonly TenantIncident[] = [];

  items(of: readonly TenantIncident[], order: IncidentOrder, ranks: Ranks): readonly TenantIncident[] {
    if (of !== this.#of || order !== this.#order || ranks !== this.#ranks)
      [this.#of, this.#order, this.#ranks, this.#items] = [of, order, ranks, ordered(of, order, ranks)];
    return this.#items;
  }
}

function ordered(
  incidents: readonly TenantIncident[],
  order: IncidentOrder,
  ranks: Ranks,
): readonly TenantIncident[] {
  const by = (value: (incident: TenantIncident) => number): readonly TenantIncident[] =>
    incidents
      .map((incident) => ({ incident, value: value(incident) }))
      .sort((a, b) => b.value - a.value)
      .map(({ incident }) => incident);
  switch (order) {
    case 'created':
      return incidents;
    case 'modified':
      return by(({ modified }) => Date.parse(modified) || 0);
    case 'severity':
      return by(({ severity }) => priorityOf(severity, NO_FACTS, ranks.rules).score);
    case 'priority':
      return by((incident) => rankOf(incident, ranks).score);
  }
}
