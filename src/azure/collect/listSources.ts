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

/** One of DIRECTORY_TABLES: sign-ins, audits and risk through Graph, Activity through ARM, where it needs a subscription. */
export function directorySource(
  client: AzureClient,
  table: string,
  { tenant, subscription }: { readonly tenant?: string; readonly subscription?: string },
): CollectSource | undefined {
  const log = GRAPH_LOGS[table];
  const home = tenant === undefined ? {} : { tenant };
  if (log) {
    const need: Need = { kind: 'permission', permission: log.permission, role: 'Security Reader' };
    return listSource(log.path, table, log.time, (window) => {
      const within = `${log.time} ge ${window.start} and ${log.time} le ${window.end}`;
      const filter = log.where === undefined ? within : `${within} and ${log.where}`;
      const url = `/${log.version ?? 'v1.0'}/${log.path}?$top=${log.page}&$filter=${encodeURIComponent(filter)}`;
      return new Pages(client, { plane: 'graph', url, what: `read ${log.path}`, need, ...home });
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
  // Each subscription has a log of its own, so its name is that of what was collected.
  const path = `${scope}/providers/Microsoft.Insights/eventtypes/management/values`;
  return listSource(path, table, 'eventTimestamp', (window) => {
    const filter = `eventTimestamp ge '${window.start}' and eventTimestamp le '${window.end}'`;
    const url = `${path}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`;
    return new Pages(client, { plane: 'arm', url, what: 'read the activity log', need, ...home });
  });
}

const DAY = 86_400_000;

/** @param time property of an item that the services filter by; none of them knows "lt" for it */
function listSource(
  connection: string,
  table: string,
  time: string,
  pagesOf: (window: TimeWindow) => Pages,
): CollectSource {
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
      await writeFile(file, JSON.stringify({ value: items }));
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
