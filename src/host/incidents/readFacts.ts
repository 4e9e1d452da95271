import type { IncidentList } from '../../azure/incidents/incidentList.ts';
import type { TenantIncident } from '../../domain/incident.ts';
import type { PriorityFacts } from '../../domain/priority.ts';
import type { Azure } from '../azure/azure.ts';
import { incidentServices, tenantsOf } from './incidentServices.ts';

/** What raises incidents of a list, by their keys, asked of all workspaces and tenants that there are. */
export async function readFacts(
  azure: Azure,
  { raw }: Pick<IncidentList, 'raw'>,
  incidents: readonly TenantIncident[],
): Promise<ReadonlyMap<string, PriorityFacts>> {
  const { factsOf } = await import('../../azure/incidents/facts.ts');
  const services = await incidentServices(azure);
  const workspaces = services.sentinels.flatMap(({ sentinel, connection, own }) =>
    connection === undefined ? [] : [{ id: sentinel.place.workspace, own, connection }],
  );
  const asked = incidents.map((incident) => ({ incident, raw: raw.get(incident.key) }));
  return factsOf(asked, {
    client: await azure.client(),
    tenants: tenantsOf(services),
    workspaces: await Promise.all(
      workspaces.map(async ({ connection, ...workspace }) => {
        const asks = await azure.get(connection);
        return { ...workspace, ask: (...args) => asks.query(...args) };
      }),
    ),
  });
}
