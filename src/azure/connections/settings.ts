import { AzimuthError } from '../../base/errors.ts';
import { type Guard, isArrayOf, isOneOf, isShape, isString } from '../../base/guards.ts';
import type { ConnectionInfo } from '../../domain/connection.ts';
import type { TableSchema } from '../../domain/kustoType.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { kustoCluster } from './cluster.ts';
import { defenderHunting } from './defender.ts';
import { logAnalytics } from './logAnalytics.ts';
import { RemoteConnection, type RemoteService } from './remoteConnection.ts';
import type { SchemaCache } from './schemaCache.ts';

/** One entry of the setting `azimuth.connections`, and of the command line's file of them. Holds no secret. */
export interface ConnectionSetting {
  readonly name: string;
  readonly kind: 'logAnalytics' | 'defender' | 'kusto';
  readonly label?: string | undefined;
  readonly tenant?: string | undefined;
  /** Log Analytics: ids of workspaces, the first one's first. */
  readonly workspaces?: readonly string[] | undefined;
  /** ARM id of the Sentinel workspace, for its incidents. */
  readonly workspaceId?: string | undefined;
  readonly cluster?: string | undefined;
  readonly database?: string | undefined;
}

const optional =
  <T>(guard: Guard<T>): Guard<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || guard(value);

const isSetting: Guard<ConnectionSetting> = isShape({
  name: isString,
  kind: isOneOf('logAnalytics', 'defender', 'kusto'),
  label: optional(isString),
  tenant: optional(isString),
  workspaces: optional(isArrayOf(isString)),
  workspaceId: optional(isString),
  cluster: optional(isString),
  database: optional(isString),
});

/** Reads what a person wrote; rejects the whole with `connection.invalid`, naming the entry. */
export function connectionSettings(value: unknown): readonly ConnectionSetting[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid('azimuth.connections is no list');
  const names = new Set(['case']);
  return value.map((entry: unknown, index) => {
    if (!isSetting(entry)) throw invalid(`Entry ${index + 1} of azimuth.connections is no connection`);
    if (!/^[\w-]{1,64}$/.test(entry.name))
      throw invalid(`The connection name "${entry.name}" has other characters than letters, digits, - and _`);
    if (names.has(entry.name)) throw invalid(`Two connections are named "${entry.name}"`);
    names.add(entry.name);
    return entry;
  });
}

function invalid(what: string): AzimuthError {
  return new AzimuthError('connection.invalid', `${what}.`, {
    unharmed: 'nothing was sent',
    next: ['Correct the setting azimuth.connections.'],
  });
}

export function infoOf({ name, kind, label }: ConnectionSetting): ConnectionInfo {
  return { name, kind, label: label ?? name };
}

/** The connection that an entry describes. */
export function openConnection(
  client: AzureClient,
  setting: ConnectionSetting,
  knownTables: () => Promise<readonly TableSchema[]>,
  cache?: SchemaCache,
): RemoteConnection {
  return new RemoteConnection(client, serviceOf(client, setting, knownTables), cache);
}

function serviceOf(
  client: AzureClient,
  setting: ConnectionSetting,
  knownTables: () => Promise<readonly TableSchema[]>,
): RemoteService {
  const info = infoOf(setting);
  const tenant = setting.tenant === undefined ? {} : { tenant: setting.tenant };
  switch (setting.kind) {
    case 'logAnalytics': {
      const [first, ...others] = setting.workspaces ?? [];
      if (first === undefined) throw invalid(`The connection ${info.name} names no workspace`);
      return logAnalytics(client, { info, workspaces: [first, ...others], ...tenant });
    }
    case 'defender':
      return defenderHunting({ info, knownTables, ...tenant });
    case 'kusto':
      return kustoCluster(client, {
        info,
        cluster: setting.cluster ?? '',
        database: setting.database ?? '',
        ...tenant,
      });
  }
}
