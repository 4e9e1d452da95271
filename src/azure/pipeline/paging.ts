import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { AzureFault } from '../faults/fault.ts';
import { listTooLong, pagingLoop } from '../faults/unfinished.ts';
import { badAnswer } from '../faults/way.ts';
import { resolvedLink, wholeOf } from './answerParts.ts';
import type { AzureClient, AzureRequest } from './client.ts';

/** One page of a list, in ARM's or Graph's form. */
export interface Page {
  readonly items: readonly JsonObject[];
  /** `@odata.count`, where the service counts. */
  readonly total: number | undefined;
  /** The address of the next page, in full. */
  readonly next: string | undefined;
}

/** A list as far as it could be read, and why no further. */
export interface SoFar<T> {
  readonly items: readonly T[];
  readonly problem: AzureFault | undefined;
}

/** Pages without an item after which a list is taken to have no end. */
const MOST_EMPTY = 100;

async function readPage(client: AzureClient, request: AzureRequest): Promise<Page> {
  const { status, body } = await client.send(request);
  if (status === 204) return { items: [], total: undefined, next: undefined };
  const whole = isRecord(body) ? body : undefined;
  // Where there is nothing to list, services leave `value` out or say null.
  const items: JsonValue | undefined = Array.isArray(body) ? body : (whole?.['value'] ?? (whole && []));
  if (!Array.isArray(items))
    throw badAnswer(
      new URL(client.cloud.planes[request.plane].endpoint).host,
      request.what,
      'a list was asked for and none came',
    );
  const next = textOf(whole?.['nextLink']) || textOf(whole?.['@odata.nextLink']);
  return {
    items: (items as readonly JsonValue[]).filter((item): item is JsonObject => isRecord(item)),
    total: wholeOf(whole?.['@odata.count']),
    next: next === '' ? undefined : resolvedLink(next, fullUrl(client, request), request.plane),
  };
}

function fullUrl(client: AzureClient, { plane, url }: Pick<AzureRequest, 'plane' | 'url'>): string {
  return url.startsWith('/') ? `${client.cloud.planes[plane].endpoint}${url}` : url;
}

/**
 * Reads a list page by page, only as far as it is asked for. Where a page links to one that was read already, its items are given
 * and the reading after it ends with `azure.paging-loop`.
 */
export class Pages {
  readonly #client: AzureClient;
  #first: AzureRequest;
  /** Asked where the first is refused as invalid; undefined once a page has come. */
  #otherwise: AzureRequest | undefined;
  readonly #seen = new Set<string>();
  #next: string | undefined;
  #loops = false;
  #read = 0;
  #empty = 0;

  /** @param otherwise the same with less asked of the service, where it may not know all that `first` has */
  constructor(client: AzureClient, first: AzureRequest, otherwise?: AzureRequest) {
    this.#client = client;
    this.#first = first;
    this.#otherwise = otherwise;
    this.#next = fullUrl(client, first);
    this.#seen.add(this.#next);
  }

  get done(): boolean {
    return this.#next === undefined;
  }

  /** The next page; an empty one when there is none. A page that failed can be asked for again. */
  async read(signal?: AbortSignal): Promise<Page> {
    if (this.#loops) throw pagingLoop(this.#first.what, this.#read);
    if (this.#next === undefined) return { items: [], total: undefined, next: undefined };
    const page = await this.#ask(this.#next, signal);
    this.#otherwise = undefined;
    this.#read++;
    this.#empty = page.items.length === 0 ? this.#empty + 1 : 0;
    this.#loops = page.next !== undefined && (this.#seen.has(page.next) || this.#empty >= MOST_EMPTY);
    if (page.next !== undefined) this.#seen.add(page.next);
    this.#next = page.next;
    return page;
  }

  async #ask(url: string, signal: AbortSignal | undefined): Promise<Page> {
    try {
      return await readPage(this.#client, { ...this.#first, url, ...(signal ? { signal } : {}) });
    } catch (error) {
      const other = this.#otherwise;
      if (!other || !(error instanceof AzureFault) || error.code !== 'azure.invalid-request') throw error;
      this.#first = other;
      this.#otherwise = undefined;
      return this.#ask(fullUrl(this.#client, other), signal);
    }
  }

  /** All that can be read, for lists of which a part is of use. Rejects where not even the first page came. */
  async soFar(signal?: AbortSignal): Promise<SoFar<JsonObject>> {
    const items: JsonObject[] = [];
    let problem: AzureFault | undefined;
    while (!this.done && !problem)
      try {
        items.push(...(await this.read(signal)).items);
      } catch (error) {
        if (!(error instanceof AzureFault) || this.#read === 0) throw error;
        problem = error;
      }
    return { items, problem };
  }

  /** All that is left, for lists that are short by nature; one that is longer than `most` is an error, not a shorter list. */
  async all(signal?: AbortSignal, most = 50_000): Promise<readonly JsonObject[]> {
    const items: JsonObject[] = [];
    while (!this.done) {
      items.push(...(await this.read(signal)).items);
      if (items.length > most) throw listTooLong(this.#first.what, most);
    }
    return items;
  }
}
