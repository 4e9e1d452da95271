import type { Defender } from '../../azure/incidents/defender.ts';
import type { IncidentList } from '../../azure/incidents/incidentList.ts';
import type { Sentinel } from '../../azure/incidents/sentinel.ts';
import type { TriageTarget } from '../../azure/incidents/triage.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { IncidentFilter, TenantIncident } from '../../domain/incident.ts';
import type { Azure } from '../azure/azure.ts';

/** A Sentinel workspace, and the connection whose tables tell of its incidents; undefined where it is no Log Analytics one. */
export interface SentinelService {
  readonly sentinel: Sentinel;
  readonly connection: string | undefined;
}

/** Where incidents are read and written. */
export interface IncidentServices {
  readonly sentinels: readonly SentinelService[];
  readonly defender: Defender | undefined;
}

/** Of all connections that name a Sentinel workspace, and the first to Defender. Rejects where there is neither. */
export async function incidentServices(azure: Azure): Promise<IncidentServices> {
  const [{ Sentinel: Workspace }, { Defender: Xdr }] = await Promise.all([
    import('../../azure/incidents/sentinel.ts'),
    import('../../azure/incidents/defender.ts'),
  ]);
  const [client, { connections, tenant }] = [await azure.client(), await azure.settings()];
  const places = new Map<string, SentinelService>();
  for (const { name, kind, workspaceId = '', tenant: home } of connections) {
    const key = workspaceId.toLowerCase();
    if (key === '' || places.has(key)) continue;
    places.set(key, {
      sentinel: new Workspace(client, { workspace: workspaceId, tenant: home ?? tenant }),
      connection: kind === 'logAnalytics' ? name : undefined,
    });
  }
  const hunting = connections.find(({ kind }) => kind === 'defender');
  if (places.size === 0 && !hunting) throw noSource();
  return {
    sentinels: [...places.values()],
    defender: hunting && new Xdr(client, hunting.tenant ?? tenant),
  };
}

/** The tenant's incidents in the filter, of which none is read yet. @param me the signed-in person, for "my incidents" */
export async function openList(azure: Azure, filter: IncidentFilter, me: string): Promise<IncidentList> {
  const [{ IncidentList: List }, { sentinelCount }, { sentinels, defender }] = await Promise.all([
    import('../../azure/incidents/incidentList.ts'),
    import('../../azure/incidents/sentinelCount.ts'),
    incidentServices(azure),
  ]);
  const counted = sentinels.map(async ({ sentinel, connection }) => {
    if (connection === undefined) return { sentinel };
    const asked = await azure.get(connection);
    return {
      sentinel,
      count: (of: IncidentFilter, signal: AbortSignal | undefined) => sentinelCount(asked, of, signal),
    };
  });
  return new List({ sentinels: await Promise.all(counted), ...(defender ? { defender } : {}) }, filter, me);
}

/** The workspace that shows the incident. */
export function sentinelOf(
  { sentinels }: IncidentServices,
  incident: TenantIncident,
): SentinelService | undefined {
  const { workspace } = incident.sentinel ?? {};
  return sentinels.find(({ sentinel }) => sentinel.place.workspace === workspace);
}

/** Where the incident is written: Sentinel where it has it, else Defender. */
export function targetOf(services: IncidentServices, incident: TenantIncident): TriageTarget {
  const place = sentinelOf(services, incident);
  if (incident.sentinel && place)
    return { kind: 'sentinel', sentinel: place.sentinel, name: incident.key, id: incident.sentinel.id };
  const { defender } = services;
  if (incident.defender && defender) return { kind: 'defender', defender, id: incident.defender.id };
  throw noSource();
}

function noSource(): AzimuthError {
  return new AzimuthError('incidents.no-source', 'No connection names a Sentinel workspace or Defender.', {
    unharmed: 'nothing was sent',
    next: [
      'Add "workspaceId" to a connection in the setting azimuth.connections, or a connection of kind "defender".',
    ],
  });
}
