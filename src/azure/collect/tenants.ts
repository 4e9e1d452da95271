import type { ConnectionSetting } from '../connections/settings.ts';
import type { EntraTenant } from '../resources/containers.ts';

/** A tenant whose logs can be collected without a workspace. */
export interface CollectTenant {
  /** undefined is the account's own. */
  readonly id: string | undefined;
  readonly name: string;
}

const OWN: CollectTenant = { id: undefined, name: 'Your own tenant' };

/**
 * The tenants that a person may collect from: the one that is set up, those that the account belongs to, and those of the
 * connections, each once.
 * @param known as far as they can be listed; which of several is the account's own is not said there
 */
export function collectTenants(
  home: string | undefined,
  known: readonly EntraTenant[],
  connections: readonly Pick<ConnectionSetting, 'name' | 'label' | 'tenant'>[],
): readonly CollectTenant[] {
  const found = new Map<string, CollectTenant>();
  const take = (id: string, name: string): void => {
    const key = id.toLowerCase();
    if (!found.has(key)) found.set(key, { id: key, name });
  };
  const [first, ...others] = known;
  if (home !== undefined)
    take(home, known.find(({ id }) => id.toLowerCase() === home.toLowerCase())?.name ?? home);
  else if (!first) found.set('', OWN);
  else if (others.length === 0) found.set(first.id.toLowerCase(), { ...OWN, name: first.name });
  for (const { id, name } of known) take(id, name);
  for (const { name, label = name, tenant } of connections) if (tenant !== undefined) take(tenant, label);
  return [...found.values()];
}
