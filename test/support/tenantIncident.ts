import type { TenantIncident } from '../../src/domain/incident.ts';

/** An incident that nobody has taken, with what matters to a test changed. */
export function incident(key: string, change: Partial<TenantIncident> = {}): TenantIncident {
  return {
    key,
    sentinel: undefined,
    defender: undefined,
    missingIn: undefined,
    title: key,
    description: '',
    severity: 'high',
    status: 'new',
    owner: '',
    created: '2026-03-17T10:00:00Z',
    modified: '2026-03-17T10:00:00Z',
    firstActivity: '',
    lastActivity: '',
    tactics: [],
    techniques: [],
    products: [],
    labels: [],
    classification: '',
    alerts: 1,
    comments: 0,
    ...change,
  };
}
