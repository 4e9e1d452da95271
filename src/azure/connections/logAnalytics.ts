import { isRecord, textOf } from '../../base/guards.ts';
import type { ConnectionInfo } from '../../domain/connection.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { kustoTypeOf } from '../answers/cells.ts';
import type { Need } from '../faults/fault.ts';
import { DIALECTS } from '../kql/dialects.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import type { RemoteService } from './remoteConnection.ts';

export interface LogAnalyticsOptions {
  readonly info: ConnectionInfo;
  /** Workspace ids (GUIDs); the first answers for the tables of all. At most 100. */
  readonly workspaces: readonly [string, ...string[]];
  readonly tenant?: string;
}

/** The service's own limit on one query. Seconds. */
const LONGEST = 600;

/** Log Analytics' query API: one workspace, or several whose tables are read together. */
export function logAnalytics(
  client: AzureClient,
  { info, workspaces, tenant }: LogAnalyticsOptions,
): RemoteService {
  const [first, ...others] = workspaces;
  const need: Need = {
    kind: 'role',
    role: 'Log Analytics Reader',
    scope: `the workspace ${first}`,
    action: 'Microsoft.OperationalInsights/workspaces/query/read',
  };
  const common = { plane: 'logAnalytics', need, ...(tenant === undefined ? {} : { tenant }) } as const;
  return {
    info,
    form: 'logAnalytics',
    dialect: DIALECTS.logAnalytics,
    place: `${client.cloud.planes.logAnalytics.endpoint}/${first}`,
    async readSchema(signal) {
      const { body } = await client.send({
        ...common,
        url: `/v1/workspaces/${encodeURIComponent(first)}/metadata`,
        what: `read the tables of ${info.label}`,
        ...(signal ? { signal } : {}),
      });
      return schemaOf(info.name, isRecord(body) ? body : {});
    },
    request: (text, { window }): Promise<AzureRequest> =>
      Promise.resolve({
        ...common,
        method: 'POST',
        reads: true,
        url: `/v1/workspaces/${encodeURIComponent(first)}/query`,
        what: `query ${info.label}`,
        timeout: (LONGEST + 60) * 1_000,
        headers: { prefer: `wait=${LONGEST},include-statistics=true,include-render=true` },
        body: {
          query: text,
          ...(window ? { timespan: `${window.start}/${window.end}` } : {}),
          ...(others.length > 0 ? { workspaces: others } : {}),
        },
      }),
  };
}

function schemaOf(name: string, body: Readonly<Record<string, unknown>>): DatabaseSchema {
  return {
    name,
    tables: records(body['tables']).map((table) => ({
      name: textOf(table['name']),
      columns: records(table['columns']).map((column) => ({
        name: textOf(column['name']),
        type: kustoTypeOf(textOf(column['type'])),
      })),
    })),
    functions: records(body['functions']).map((each) => ({
      name: textOf(each['name']),
      parameters: `(${textOf(each['parameters'])})`,
      body: textOf(each['body']),
    })),
  };
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
