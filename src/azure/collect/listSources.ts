import { writeFile } from 'node:fs/promises';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { JsonObject } from '../../base/json.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { Need } from '../faults.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { Pages } from '../pipeline/paging.ts';
import type { CollectSource } from './collect.ts';

/** Logs that a tenant without a workspace still has, by the table that each becomes. */
const GRAPH_LOGS: Readonly<
  Record<string, { readonly path: string; readonly time: string; readonly permission: string }>
> = {
  SigninLogs: { path: 'auditLogs/signIns', time: 'createdDateTime', permission: 'AuditLog.Read.All' },
  AuditLogs: { path: 'auditLogs/directoryAudits', time: 'activityDateTime', permission: 'AuditLog.Read.All' },
  AADUserRiskEvents: {
    path: 'identityProtection/riskDetections',
    time: 'detectedDateTime',
    permission: 'IdentityRiskEvent.Read.All',
  },
};

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
    return listSource(log.path, table, (window) => {
      const filter = `${log.time} ge ${window.start} and ${log.time} lt ${window.end}`;
      const url = `/v1.0/${log.path}?$top=1000&$filter=${encodeURIComponent(filter)}`;
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
  return listSource(path, table, (window) => {
    // Its filter knows no "lt", and both ends are inclusive.
    const last = new Date(Date.parse(window.end) - 1).toISOString();
    const filter = `eventTimestamp ge '${window.start}' and eventTimestamp le '${last}'`;
    const url = `${path}?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`;
    return new Pages(client, { plane: 'arm', url, what: 'read the activity log', need, ...home });
  });
}

const DAY = 86_400_000;

function listSource(
  connection: string,
  table: string,
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
        items.push(...page.items);
        digest.add(page.items.map((item) => [item]));
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
