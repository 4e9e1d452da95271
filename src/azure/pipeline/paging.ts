import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { badAnswer, pagingLoop } from '../faults.ts';
import type { AzureClient, AzureRequest } from './client.ts';

/** One page of a list, in ARM's or Graph's form. */
export interface Page {
  readonly items: readonly JsonObject[];
  /** `@odata.count`, where the service counts. */
  readonly total: number | undefined;
  /** The address of the next page as the service gave it. */
  readonly next: string | undefined;
}

async function readPage(client: AzureClient, request: AzureRequest): Promise<Page> {
  const { body } = await client.send(request);
  const items = isRecord(body) ? body['value'] : undefined;
  if (!isRecord(body) || !Array.isArray(items))
    throw badAnswer(
      new URL(client.cloud.planes[request.plane].endpoint).host,
      request.what,
      'a list was asked for and none came',
    );
  const total = body['@odata.count'];
  return {
    items: (items as readonly JsonValue[]).filter((item): item is JsonObject => isRecord(item)),
    total: typeof total === 'number' ? total : undefined,
    next: textOf(body['nextLink']) || textOf(body['@odata.nextLink']) || undefined,
  };
}

/**
 * Reads a list page by page, only as far as it is asked for. Where a page links to one that was read already, its items are given
 * and the reading after it ends with `azure.paging-loop`.
 */
export class Pages {
  readonly #client: AzureClient;
  readonly #first: AzureRequest;
  readonly #seen = new Set<string>();
  #next: string | undefined;
  #loops = false;
  #read = 0;

  constructor(client: AzureClient, first: AzureRequest) {
    this.#client = client;
    this.#first = first;
    this.#next = first.url;
    this.#seen.add(first.url);
  }

  get done(): boolean {
    return this.#next === undefined;
  }

  /** The next page; an empty one when there is none. A page that failed can be asked for again. */
  async read(signal?: AbortSignal): Promise<Page> {
    if (this.#loops) throw pagingLoop(this.#first.what, this.#read);
    if (this.#next === undefined) return { items: [], total: undefined, next: undefined };
    const page = await readPage(this.#client, {
      ...this.#first,
      url: this.#next,
      ...(signal ? { signal } : {}),
    });
    this.#read++;
    this.#loops = page.next !== undefined && this.#seen.has(page.next);
    if (page.next !== undefined) this.#seen.add(page.next);
    this.#next = page.next;
    return page;
  }

  /** All that is left, for lists that are short by nature; `most` guards against those that are not. */
  async all(signal?: AbortSignal, most = 5_000): Promise<readonly JsonObject[]> {
    const items: JsonObject[] = [];
    while (!this.done && items.length < most) items.push(...(await this.read(signal)).items);
    return items;
  }
}
