import type { TenantIncident } from '../../domain/incident.ts';

/** One incident that both services show: who owns it and how it stands is what was said last. */
export function joined(sentinel: TenantIncident, defender: TenantIncident): TenantIncident {
  const later = Date.parse(defender.modified) > Date.parse(sentinel.modified) ? defender : sentinel;
  return {
    ...sentinel,
    defender: defender.defender,
    status: later.status,
    owner: later.owner,
    modified: later.modified,
    tactics: [...new Set([...sentinel.tactics, ...defender.tactics])],
    techniques: [...new Set([...sentinel.techniques, ...defender.techniques])],
    products: [...new Set([...sentinel.products, ...defender.products])],
    labels: [...new Set([...sentinel.labels, ...defender.labels])],
  };
}

/** With the service that is known not to show it. */
export function marked(incident: TenantIncident, missingIn: TenantIncident['missingIn']): TenantIncident {
  return incident.missingIn === missingIn ? incident : { ...incident, missingIn };
}
