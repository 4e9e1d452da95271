import { writeFile } from 'node:fs/promises';
import { textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import { ticksFromIso } from '../../base/ticks.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { Need } from '../faults/fault.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { Pages } from '../pipeline/paging.ts';
import type { CollectSource } from './collect.ts';

/** Sign-ins of other kinds than a person's at a screen: the list has them in beta alone, and only where it is asked for them. */
const signIns = (kind: string): GraphLog => ({
  version: 'beta',
  path: 'auditLogs/signIns',
  time: 'createdDateTime',
  where: `signInEventTypes/any(t: t eq '${kind}')`,
  permission: 'AuditLog.Read.All',
  page: 1_000,
});

/** Logs that a tenant without a workspace still has, by the table that each becomes. */
const GRAPH_LOGS: Readonly<Record<string, GraphLog>> = {
  SigninLogs: {
    path: 'auditLogs/signIns',
    time: 'createdDateTime',
    permission: 'AuditLog.Read.All',
    page: 1_000,
  },
  AADNonInteractiveUserSignInLogs: signIns('nonInteractiveUser'),
  AADServicePrincipalSignInLogs: signIns('servicePrincipal'),
  AADManagedIdentitySignInLogs: signIns('managedIdentity'),
  AuditLogs: {
    path: 'auditLogs/directoryAudits',
    time: 'activityDateTime',
    permission: 'AuditLog.Read.All',
    page: 1_000,
  },
  AADUserRiskEvents: {
    path: 'identityProtection/riskDetections',
    time: 'detectedDateTime',
    permission: 'IdentityRiskEvent.Read.All',
    page: 500,
  },
  AADServicePrincipalRiskEvents: {
    path: 'identityProtection/servicePrincipalRiskDetections',
    time: 'detectedDateTime',
    permission: 'IdentityRiskyServicePrincipal.Read.All',
    page: 500,
  },
};

interface GraphLog {
  readonly version?: 'beta';
  readonly path: string;
  readonly time: string;
  /** What else the rows are narrowed to. */
  readonly where?: string;
  readonly permission: string;
  /** The most that the service gives at once, and refuses to go beyond. */
  readonly page: number;
}

export const DIRECTORY_TABLES: readonly string[] = [...Object.keys(GRAPH_LOGS), 'AzureActivity'];

/** Whose log: a tenant's, where it is not the account's own, and in it a subscription's. */
export interface DirectoryPlace {
  readonly tenant?: string;
  readonly subscription?: string;
}

/** Each tenant and each subscription has logs of its own, so what was collected is known by whose it is. */
const ofTenant = (tenant: string | undefined, path: string): string =>
  tenant === undefined ? path : `/tenants/${tenant.toLowerCase()}/${path.replace(/^\//, '')}`;

/** Whose log the connection of a collection names. */
export function directoryPlace(connection: string): DirectoryPlace {
  const tenant = /^\/tenants\/([^/]+)\//.exec(connection)?.[1];
  const subscription = /^(?:\/tenants\/[^/]+)?\/subscriptions\/([^/]+)\//.exec(connection)?.[1];
  return {
    ...(tenant === undefined ? {} : { tenant }),
    ...(subscription === undefined ? {} : { subscription }),
  };
}

/**
 * One of DIRECTORY_TABLES: sign-ins, audits and risk through Graph, Activity through ARM, where it needs a subscription.
 * @param home whose token is taken where the place names no tenant; the account's own where undefined
 */
export function directorySource(
  client: AzureClient,
  table: string,
  { tenant, subscription }: DirectoryPlace,
  home?: string,
): CollectSource | undefined {
  const log = GRAPH_LOGS[table];
  const whose = tenant ?? home;
  const token = whose === undefined ? {} : { tenant: whose };
  if (log) {
    const need: Need = { kind: 'permission', permission: log.permission, role: 'Security Reader' };
    return listSource({ connection: ofTenant(tenant, log.path), table, time: log.time, tenant }, (window) => {
      const within = `${log.time} ge ${window.start} and ${log.time} le ${window.end}`;
      const filter = log.where === undefined ? within : `${within} and ${log.where}`;
      const url = `/${log.version ?? 'v1.0'}/${log.path}?$top=${log.page}&$filter=${encodeURIComponent(filter)}`;
      return new Pages(client, { plane: 'graph', url, what: `read ${log.path}`, need, ...token });
    });
  }
  if (table !== 'AzureActivity' || subscription === undefined) return undefined;
  const scope = `/subscriptions/${subscription}`;
  const need: Need = {
    kind: 'role',
    role: 'Reader',
    scope,
    action: 'Microsoft.Insights/eventtypes/values/read',
  };
  const path = `${scope}/providers/Microsoft.Insights/eventtypes/management/values`;
  const events = { connection: ofTenant(tenant, path), table, time: 'eventTimestamp', tenant };
  return listSource(events, (window) => {
    const filter = `eventTimestamp ge '${window.start}' and eventTimestamp le '${window.end}'`;
    const url = `${path}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`;
    return new Pages(client, { plane: 'arm', url, what: 'read the activity log', need, ...token });
  });
}

const DAY = 86_400_000;

interface ListedLog {
  readonly connection: string;
  readonly table: string;
  /** Property of an item that the services filter by; none of them knows "lt" for it. */
  readonly time: string;
  readonly tenant: string | undefined;
}

function listSource(
  { connection, table, time, tenant }: ListedLog,
  pagesOf: (window: TimeWindow) => Pages,
): CollectSource {
  // Records of Graph do not say whose they are, and a case may hold those of several tenants.
  const named = (item: JsonObject): JsonObject =>
    tenant === undefined || item['tenantId'] !== undefined ? item : { ...item, tenantId: tenant };
  return {
    connection,
    table,
    // These services do not count; a day is a slice, so that what came stays when the rest fails.
    count: ({ start, end }) => {
      const days = [];
      for (let at = Date.parse(start); at < Date.parse(end); at += DAY)
        days.push({
          start: new Date(at).toISOString(),
          end: new Date(Math.min(at + DAY, Date.parse(end))).toISOString(),
          rows: undefined,
        });
      return Promise.resolve(days);
    },
    async fetch(window, file, signal) {
      const pages = pagesOf(window);
      const items: JsonObject[] = [];
      const digest = new RowsDigest();
      while (!pages.done) {
        const page = await pages.read(signal);
        const within = page.items.filter((item) => !isAtEnd(item[time], window));
        items.push(...within);
        digest.add(within.map((item) => [item]));
      }
      await writeFile(file, JSON.stringify({ value: items.map(named) }));
      return {
        query: `${connection} from ${window.start} to ${window.end}`,
        rows: items.length,
        digest: digest.digest(),
        completeness: { state: 'complete' },
      };
    },
  };
}

/** What happened at the very end of a window is of the next one. */
function isAtEnd(time: JsonValue | undefined, { end }: TimeWindow): boolean {
  const ticks = ticksFromIso(textOf(time));
  return ticks !== undefined && ticks === ticksFromIso(end);
}
