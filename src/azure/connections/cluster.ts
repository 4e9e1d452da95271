import { randomUUID } from 'node:crypto';
import { AzimuthError } from '../../base/errors.ts';
import { isRecord, textOf } from '../../base/guards.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { ConnectionInfo } from '../../domain/connection.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { kustoTypeOf } from '../answers/cells.ts';
import { DIALECTS } from '../kql/dialects.ts';
import { badAnswer } from '../faults/way.ts';
import { wordsOf } from '../kql/words.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import type { RemoteService } from './remoteConnection.ts';

export interface ClusterOptions {
  readonly info: ConnectionInfo;
  /** Origin of the cluster's query endpoint. */
  readonly cluster: string;
  readonly database: string;
  readonly tenant?: string;
}

const LONGEST = 600;

/** A database of Azure Data Explorer or of a Fabric eventhouse, over Kusto's REST API. */
export function kustoCluster(
  client: AzureClient,
  { info, cluster, database, tenant }: ClusterOptions,
): RemoteService {
  const origin = URL.parse(cluster)?.origin;
  if (origin === undefined || origin === 'null')
    throw new AzimuthError(
      'connection.invalid',
      `The connection ${info.name} names no cluster: "${cluster}".`,
      {
        next: ['Set "cluster" to its query address, such as https://mycluster.westeurope.kusto.windows.net.'],
      },
    );
  const common = {
    plane: 'kusto',
    method: 'POST',
    reads: true,
    need: {
      kind: 'role',
      role: 'Viewer of the database',
      scope: `${origin}/${database}`,
      action: 'database viewer',
    },
    ...(tenant === undefined ? {} : { tenant }),
  } as const;
  return {
    info,
    form: 'kusto',
    dialect: DIALECTS.kusto,
    place: `${origin}/${database}`,
    async readSchema(signal) {
      const { body } = await client.send({
        ...common,
        url: `${origin}/v1/rest/mgmt`,
        what: `read the tables of ${info.label}`,
        headers: { 'x-ms-client-request-id': requestId() },
        body: { db: database, csl: `.show database ["${database.replaceAll('"', '\\"')}"] schema as json` },
        ...(signal ? { signal } : {}),
      });
      return schemaOf(body, new URL(origin).host, info.label);
    },
    async request(text, { window }, schema): Promise<AzureRequest> {
      const csl = window ? `${windowed(text, window, await schema())}${text}` : text;
      return {
        ...common,
        url: `${origin}/v2/rest/query`,
        what: `query ${info.label}`,
        timeout: (LONGEST + 60) * 1_000,
        headers: { 'x-ms-client-request-id': requestId() },
        body: {
          db: database,
          csl,
          properties: {
            Options: {
              servertimeout: '00:10:00',
              results_progressive_enabled: false,
              request_readonly: true,
            },
          },
        },
      };
    },
  };
}

const requestId = (): string => `Azimuth.Query;${randomUUID()}`;

/** A cluster has no outer time filter: each table that the query names and that has TimeGenerated is replaced by its window. */
function windowed(text: string, { start, end }: TimeWindow, { tables }: DatabaseSchema): string {
  const named = new Set(wordsOf(text).map((word) => word.text));
  return tables
    .filter(
      ({ name, columns }) => named.has(name) && columns.some((column) => column.name === 'TimeGenerated'),
    )
    .map(
      ({ name }) =>
        `let ${name} = table('${name}') | where TimeGenerated >= datetime(${start}) and TimeGenerated < datetime(${end}); `,
    )
    .join('');
}

function schemaOf(body: unknown, host: string, label: string): DatabaseSchema {
  const [table] = isRecord(body) ? members(body['Tables']) : [];
  const rows: unknown = table?.['Rows'];
  const text: unknown = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0][0] : undefined;
  const shown: unknown = typeof text === 'string' ? parsed(text) : undefined;
  const [database] = isRecord(shown) && isRecord(shown['Databases']) ? Object.values(shown['Databases']) : [];
  if (!isRecord(database)) throw badAnswer(host, `read the tables of ${label}`, 'no schema came');
  return {
    name: textOf(database['Name']),
    tables: members(database['Tables']).map((each) => ({
      name: textOf(each['Name']),
      columns: members(each['OrderedColumns']).map((column) => ({
        name: textOf(column['Name']),
        type: kustoTypeOf(textOf(column['CslType']) || textOf(column['Type'])),
      })),
    })),
    functions: members(database['Functions']).map((each) => ({
      name: textOf(each['Name']),
      parameters: '()',
      body: textOf(each['Body']),
    })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function members(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const all = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return all.filter(isRecord);
}
