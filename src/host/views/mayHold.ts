import type { SelectedEvents } from '../selection.ts';
import type { IncidentNode } from './incidentsTree.ts';

/**
 * Whether the alert that is looked for may be below a row: groups, and incidents with one of the alerts. What would ask the tenant to be
 * opened is left closed. An alert may be of several incidents: where one of them was meant it is looked for in that one.
 */
export async function mayHold(
  { tenant, alertId, alertIds }: Pick<IncidentNode, 'tenant' | 'alertId' | 'alertIds'>,
  { alerts, incident }: Pick<SelectedEvents, 'alerts' | 'incident'>,
): Promise<boolean> {
  if (!alertIds) return tenant === undefined && alertId === undefined;
  if (incident !== undefined && tenant && tenant.incident.key !== incident) return false;
  return (await alertIds()).some((id) => alerts.includes(id));
}
