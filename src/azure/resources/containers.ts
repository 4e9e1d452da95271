import { textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { wholeOf } from '../pipeline/answerParts.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { Pages, type SoFar } from '../pipeline/paging.ts';
import { allRows, hasId } from './resourceGraph.ts';

export interface EntraTenant {
  readonly id: string;
  readonly name: string;
  /** Its first domain; '' where the service does not say. */
  readonly domain: string;
}

/** A subscription or a resource group, and how many resources the signed-in person can read in it. */
export interface Counted {
  /** A subscription's GUID, a group's name; in lower case. */
  readonly id: string;
  readonly name: string;
  readonly resources: number;
}

export interface CountedSubscription extends Counted {
  /** GUID of its tenant; '' where only its resources can be read, which do not say. */
  readonly tenant: string;
}

/**
 * What resources are kept in, the empty ones too. Who may read a resource need not be able to read what it is in, so
 * containers are those that are listed and those of which there are resources.
 */
export class Containers {
  readonly #client: AzureClient;
  readonly #tenant: string | undefined;

  constructor(client: AzureClient, tenant: string | undefined) {
    this.#client = client;
    this.#tenant = tenant;
  }

  /** Those that the account belongs to, by name. */
  async tenants(signal?: AbortSignal): Promise<SoFar<EntraTenant>> {
    const pages = new Pages(this.#client, {
      plane: 'arm',
      url: '/tenants?api-version=2022-12-01',
      what: 'list your tenants',
      ...(this.#tenant === undefined ? {} : { tenant: this.#tenant }),
    });
    const { items, problem } = await pages.soFar(signal);
    const tenants = items
      .map((item) => ({
        id: textOf(item['tenantId']).toLowerCase(),
        name: textOf(item['displayName']) || textOf(item['defaultDomain']) || textOf(item['tenantId']),
        domain: textOf(item['defaultDomain']),
      }))
      .filter(({ id }) => id !== '');
    return { items: byName(tenants), problem };
  }

  /** By name. */
  async subscriptions(signal?: AbortSignal): Promise<SoFar<CountedSubscription>> {
    const { listed, counts, problem } = await this.#read(
      "where type =~ 'microsoft.resources/subscriptions' | project id = subscriptionId, name, tenantId",
      'summarize resources = count() by id = subscriptionId',
      'list subscriptions',
      signal,
    );
    const tenants = new Map(listed.map((row) => [idOf(row), textOf(row['tenantId']).toLowerCase()]));
    const items = withCounts(listed, counts).map((each) => ({ ...each, tenant: tenants.get(each.id) ?? '' }));
    return { items, problem };
  }

  /** By name. @param subscription GUID */
  async groups(subscription: string, signal?: AbortSignal): Promise<SoFar<Counted>> {
    const own = `where subscriptionId =~ ${stringLiteral(subscription)}`;
    const { listed, counts, problem } = await this.#read(
      `${own} and type =~ 'microsoft.resources/subscriptions/resourcegroups' | project id = tolower(name), name`,
      `${own} | summarize resources = count() by id = tolower(resourceGroup)`,
      'list resource groups',
      signal,
    );
    return { items: withCounts(listed, counts), problem };
  }

  async #read(
    containers: string,
    resources: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<{
    readonly listed: readonly JsonObject[];
    readonly counts: readonly JsonObject[];
    readonly problem: SoFar<JsonObject>['problem'];
  }> {
    const ask = (query: string, what: string) =>
      allRows(this.#client, { query: `${query} | order by id asc`, what, tenant: this.#tenant }, signal);
    const [listed, counts] = await Promise.all([
      ask(`resourcecontainers | ${containers}`, what),
      ask(`resources | ${resources}`, 'count resources'),
    ]);
    return {
      listed: listed.items.filter(hasId),
      counts: counts.items.filter(hasId),
      problem: listed.problem ?? counts.problem,
    };
  }
}

/** The services give the same id in either case. */
const idOf = (row: JsonObject): string => textOf(row['id']).toLowerCase();

function withCounts(listed: readonly JsonObject[], counts: readonly JsonObject[]): readonly Counted[] {
  const names = new Map(listed.map((row) => [idOf(row), textOf(row['name'])]));
  const resources = new Map(counts.map((row) => [idOf(row), wholeOf(row['resources']) ?? 0]));
  return byName(
    [...new Set([...names.keys(), ...resources.keys()])].map((id) => ({
      id,
      name: names.get(id) || id,
      resources: resources.get(id) ?? 0,
    })),
  );
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
