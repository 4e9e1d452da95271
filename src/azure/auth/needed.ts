import type { Cloud } from '../clouds.ts';
import type { ConnectionSetting } from '../connections/settings.ts';

/** A token that is asked for once a person signs in, so that no view has to ask for it later. */
export interface NeededToken {
  readonly scope: string;
  /** Entra tenant; the account's own where undefined. */
  readonly tenant: string | undefined;
  /** Names of the connections that take it; none for that of resources. */
  readonly connections: readonly string[];
}

/** Tokens of everything that is set up, each once: one a service and tenant, that of the account's resources first. */
export function neededTokens(
  { planes }: Cloud,
  connections: readonly ConnectionSetting[],
  tenant: string | undefined,
): readonly NeededToken[] {
  const found = new Map<string, NeededToken>();
  const add = (scope: string, home: string | undefined, names: readonly string[]): void => {
    const key = `${home?.toLowerCase() ?? ''} ${scope}`;
    const known = found.get(key)?.connections ?? [];
    found.set(key, { scope, tenant: home, connections: [...known, ...names] });
  };
  add(planes.arm.scope, tenant, []);
  for (const { name, kind, tenant: own, workspaceId = '', cluster = '' } of connections) {
    const home = own ?? tenant;
    if (workspaceId !== '') add(planes.arm.scope, home, [name]);
    if (kind === 'logAnalytics') add(planes.logAnalytics.scope, home, [name]);
    if (kind === 'defender') add(planes.graph.scope, home, [name]);
    const origin = kind === 'kusto' ? URL.parse(cluster)?.origin : undefined;
    if (origin !== undefined && origin !== 'null') add(`${origin}/.default`, home, [name]);
  }
  return [...found.values()];
}
