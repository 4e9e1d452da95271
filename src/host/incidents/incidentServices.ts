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
  /** The workspace's id in Log Analytics, where the connection reads others with it. */
  readonly own: string | undefined;
}

/** A tenant's Defender, and what its connection is called. */
interface DefenderService {
  readonly defender: Defender;
  readonly label: string;
}

/** Where incidents are read and written. */
export interface IncidentServices {
  readonly sentinels: readonly SentinelService[];
  readonly defenders: readonly DefenderService[];
}

/** Of all connections that name a Sentinel workspace, and the first to each tenant's Defender. Rejects where there is neither. */
export async function incidentServices(azure: Azure): Promise<IncidentServices> {
  const [{ Sentinel: Workspace }, { Defender: Xdr }] = await Promise.all([
    import('../../azure/incidents/sentinel.ts'),
    import('../../azure/incidents/defender.ts'),
  ]);
  const [client, { connections, tenant }] = [await azure.client(), await azure.settings()];
  const places = new Map<string, SentinelService>();
  const defenders = new Map<string, DefenderService>();
  for (const { name, kind, label = name, workspaceId = '', workspaces = [], tenant: own } of connections) {
    const home = own ?? tenant;
    const key = workspaceId.toLowerCase();
    if (key !== '' && !places.has(key))
      places.set(key, {
        sentinel: new Workspace(client, { workspace: workspaceId, tenant: home }),
        connection: kind === 'logAnalytics' ? name : undefined,
        own: workspaces.length > 1 ? workspaces[0] : undefined,
      });
    const of = home?.toLowerCase() ?? '';
    if (kind === 'defender' && !defenders.has(of))
      defenders.set(of, { defender: new Xdr(client, home), label });
  }
  if (places.size === 0 && defenders.size === 0) throw noSource();
  return { sentinels: [...places.values()], defenders: [...defenders.values()] };
}

/** Entra tenants of the services, each once; undefined is the account's own. */
export function tenantsOf({ sentinels, defenders }: IncidentServices): readonly (string | undefined)[] {
  return [
    ...new Set([
      ...sentinels.map(({ sentinel }) => sentinel.place.tenant),
      ...defenders.map(({ defender }) => defender.tenant),
    ]),
  ];
}

/** The incidents in the filter, of which none is read yet. @param who the signed-in person in a tenant, for "my incidents" */
export async function openList(
  azure: Azure,
  filter: IncidentFilter,
  who: (tenant: string | undefined) => Promise<string>,
): Promise<IncidentList> {
  const [{ IncidentList: List }, { sentinelCount }, { sentinels, defenders }] = await Promise.all([
    import('../../azure/incidents/incidentList.ts'),
    import('../../azure/incidents/sentinelCount.ts'),
    incidentServices(azure),
  ]);
  const me = async (tenant: string | undefined): Promise<string> =>
    filter.owner === 'me' ? who(tenant) : '';
  const counted = sentinels.map(async ({ sentinel, connection, own }) => {
    const source = { sentinel, me: await me(sentinel.place.tenant) };
    if (connection === undefined) return source;
    const asked = await azure.get(connection);
    return {
      ...source,
      count: (of: IncidentFilter, signal: AbortSignal | undefined) =>
        sentinelCount(asked, of, { workspace: own, ...(signal ? { signal } : {}) }),
    };
  });
  const named = defenders.map(async (each) => ({ ...each, me: await me(each.defender.tenant) }));
  return new List({ sentinels: await Promise.all(counted), defenders: await Promise.all(named) }, filter);
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
  if (incident.sentinel && place) {
    const { name, id } = incident.sentinel;
    return { kind: 'sentinel', sentinel: place.sentinel, name, id };
  }
  const { id, tenant } = incident.defender ?? {};
  const own = services.defenders.find(({ defender }) => defender.tenant === tenant);
  if (id !== undefined && own) return { kind: 'defender', defender: own.defender, id };
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
