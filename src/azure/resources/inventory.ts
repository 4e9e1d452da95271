import { isRecord, textOf } from '../../base/guards.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { kqlList } from '../kql/literal.ts';
import { AzureFault } from '../faults/fault.ts';
import { listCut, pagingLoop } from '../faults/unfinished.ts';
import { wholeOf } from '../pipeline/answerParts.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { allRows, askResourceGraph, hasId } from './resourceGraph.ts';
import { tagsOf } from './tags.ts';

export interface TenantResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A diagnostic setting: which logs of a resource go where. */
export interface LogSetting {
  readonly name: string;
  /** Categories or groups of them that are on. */
  readonly categories: readonly string[];
  /** Name of the Log Analytics workspace; undefined where they go elsewhere or nowhere. */
  readonly workspace: string | undefined;
}

export interface ResourcePage {
  readonly resources: readonly TenantResource[];
  readonly total: number;
  readonly next: string | undefined;
  /** Why what is not in it cannot be read either; undefined where it can. */
  readonly problem: AzureFault | undefined;
}

/** Of pages that were read one after the other: what came or went between two of them moves others, which then come twice. */
export function resourcesOf(pages: readonly Pick<ResourcePage, 'resources'>[]): readonly TenantResource[] {
  const found = new Map<string, TenantResource>();
  for (const { resources } of pages)
    for (const each of resources) {
      const id = each.id.toLowerCase();
      if (!found.has(id)) found.set(id, each);
    }
  return [...found.values()];
}

/** Rows of a page that a tree shows; Resource Graph gives 1,000 at most. */
const PAGE = 100;
/** A stable order, by which pages do not overlap. */
const COLUMNS = '| project id, name, type, location, tags\n| order by name asc, id asc';

/** A tenant's resources by Resource Graph; what the signed-in person cannot read is not in it. */
export class Inventory {
  readonly #client: AzureClient;
  readonly #tenant: string | undefined;

  constructor(client: AzureClient, tenant: string | undefined) {
    this.#client = client;
    this.#tenant = tenant;
  }

  group(subscription: string, group: string, next?: string, signal?: AbortSignal): Promise<ResourcePage> {
    const where = `subscriptionId =~ ${stringLiteral(subscription)} and resourceGroup =~ ${stringLiteral(group)}`;
    return this.#page(`resources\n| where ${where}\n${COLUMNS}`, next, signal);
  }

  /** By a part of the name, the id or a tag. */
  search(text: string, next?: string, signal?: AbortSignal): Promise<ResourcePage> {
    const part = stringLiteral(text);
    return this.#page(
      `resources\n| where name contains ${part} or id contains ${part} or tostring(tags) contains ${part}\n${COLUMNS}`,
      next,
      signal,
    );
  }

  /** Alerts of Defender for Cloud that are not done with, by resource id in lower case. Their members come in either case. */
  async alerts(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    if (ids.length === 0) return new Map();
    const query = `securityresources
| where type =~ 'microsoft.security/locations/alerts'
| where tostring(coalesce(properties.Status, properties.status)) in~ ('Active', 'InProgress')
| mv-expand identifier = coalesce(properties.ResourceIdentifiers, properties.resourceIdentifiers)
| extend id = tolower(tostring(coalesce(identifier.AzureResourceId, identifier.azureResourceId)))
| where id in (${kqlList(ids.map((id) => id.toLowerCase()))})
| summarize alerts = count() by id
| order by id asc`;
    const { items, problem } = await allRows(
      this.#client,
      { query, what: "read Defender for Cloud's alerts", tenant: this.#tenant },
      signal,
    );
    // Some of the counts would pass for none of the others.
    if (problem) throw problem;
    return new Map(items.map((row) => [textOf(row['id']).toLowerCase(), wholeOf(row['alerts']) ?? 0]));
  }

  /** Where a resource's logs go; undefined where its kind has none to send. */
  async logging(id: string, signal?: AbortSignal): Promise<readonly LogSetting[] | undefined> {
    try {
      const { body } = await this.#client.send({
        plane: 'arm',
        url: `${id}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`,
        what: 'read where its logs go',
        need: {
          kind: 'role',
          role: 'Monitoring Reader',
          scope: id,
          action: 'Microsoft.Insights/diagnosticSettings/read',
        },
        ...this.#home(),
        signal,
      });
      const settings: unknown = isRecord(body) ? body['value'] : undefined;
      return Array.isArray(settings) ? settings.filter(isRecord).map(logSetting) : [];
    } catch (error) {
      if (error instanceof AzureFault && error.reply?.code === 'ResourceTypeNotSupported') return undefined;
      throw error;
    }
  }

  #home(): { readonly tenant?: string } {
    return this.#tenant === undefined ? {} : { tenant: this.#tenant };
  }

  async #page(
    query: string,
    next: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ResourcePage> {
    const asked = { query, top: PAGE, next, tenant: this.#tenant, what: 'list resources' };
    const page = await askResourceGraph(this.#client, asked, signal);
    if (next !== undefined && page.next === next) throw pagingLoop(asked.what, 2);
    const resources = page.rows.filter(hasId).map((row) => ({
      id: textOf(row['id']),
      name: textOf(row['name']) || (textOf(row['id']).split('/').at(-1) ?? ''),
      type: textOf(row['type']),
      location: textOf(row['location']),
      tags: tagsOf(row['tags']),
    }));
    const problem = page.isCut ? listCut(asked.what) : undefined;
    return { resources, total: page.total, next: page.next, problem };
  }
}

function logSetting(item: Readonly<Record<string, unknown>>): LogSetting {
  const properties = isRecord(item['properties']) ? item['properties'] : {};
  const logs: readonly unknown[] = Array.isArray(properties['logs']) ? properties['logs'] : [];
  return {
    name: textOf(item['name']),
    categories: logs
      .filter(isRecord)
      .filter((log) => log['enabled'] === true)
      .map((log) => textOf(log['categoryGroup']) || textOf(log['category'])),
    workspace: textOf(properties['workspaceId']).split('/').at(-1) || undefined,
  };
}
