import type { ConnectionInfo } from '../../domain/connection.ts';
import type { DatabaseSchema, TableSchema } from '../../domain/kustoType.ts';
import { DIALECTS } from '../kql/dialects.ts';
import type { AzureRequest } from '../pipeline/client.ts';
import type { RemoteService } from './remoteConnection.ts';

export interface DefenderOptions {
  readonly info: ConnectionInfo;
  readonly tenant?: string;
  /** The published tables of advanced hunting: Graph has no call that lists them. */
  readonly knownTables: () => Promise<readonly TableSchema[]>;
}

/** Run time that advanced hunting gives a query. Milliseconds. */
const LONGEST = 180_000;

/** Defender's advanced hunting through Microsoft Graph: 100,000 rows and 30 days at most. */
export function defenderHunting({ info, tenant, knownTables }: DefenderOptions): RemoteService {
  return {
    info,
    form: 'hunting',
    dialect: DIALECTS.defender,
    place: undefined,
    readSchema: async (): Promise<DatabaseSchema> => ({
      name: info.name,
      tables: await knownTables(),
      functions: [],
    }),
    request: (text, { window }): Promise<AzureRequest> =>
      Promise.resolve({
        plane: 'graph',
        method: 'POST',
        reads: true,
        url: '/v1.0/security/runHuntingQuery',
        what: `hunt in ${info.label}`,
        need: { kind: 'permission', permission: 'ThreatHunting.Read.All', role: 'Security Reader' },
        timeout: LONGEST + 60_000,
        ...(tenant === undefined ? {} : { tenant }),
        // Without a charset the service misreads letters beyond ASCII.
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: { Query: text, ...(window ? { Timespan: `${window.start}/${window.end}` } : {}) },
      }),
  };
}
