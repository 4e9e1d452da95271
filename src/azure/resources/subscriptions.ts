import { textOf } from '../../base/guards.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { Pages, type SoFar } from '../pipeline/paging.ts';

export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
}

/** Subscriptions that the signed-in person can read, by name. */
export async function listSubscriptions(
  client: AzureClient,
  tenant: string | undefined,
  signal?: AbortSignal,
): Promise<SoFar<Subscription>> {
  const pages = new Pages(client, {
    plane: 'arm',
    url: '/subscriptions?api-version=2022-12-01',
    what: 'list your subscriptions',
    ...(tenant === undefined ? {} : { tenant }),
  });
  const { items, problem } = await pages.soFar(signal);
  const found = items.map((each) => ({
    id: textOf(each['subscriptionId']),
    name: textOf(each['displayName']) || textOf(each['subscriptionId']),
    tenant: textOf(each['tenantId']),
  }));
  const named = found.filter(({ id }) => id !== '').sort((a, b) => (a.name < b.name ? -1 : 1));
  return { items: named, problem };
}
