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
  const names = services.sentinels.flatMap(({ connection }) => connection ?? []);
  const connections = await Promise.all(names.map((name) => azure.get(name)));
  const asked = incidents.map(({ key }) => ({ key, raw: raw.get(key) }));
  return factsOf(asked, {
    client: await azure.client(),
    tenants: tenantsOf(services),
    asks: connections.map(
      (connection) =>
        (...args) =>
          connection.query(...args),
    ),
  });
}
