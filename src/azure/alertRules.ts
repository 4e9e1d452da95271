import { isRecord, textOf } from '../base/guards.ts';
import type { JsonObject } from '../base/json.ts';
import { AzureFault, type Need } from './faults/fault.ts';
import { outcomeUnknown } from './faults/unfinished.ts';
import { badAnswer } from './faults/way.ts';
import { same } from './incidents/compare.ts';
import { mayHaveApplied } from './outcome.ts';
import type { AzureClient, AzureRequest } from './pipeline/client.ts';
import { Pages } from './pipeline/paging.ts';

const VERSION = '2025-09-01';
/** Rules that run every minute are in previews only. */
const PREVIEW = '2025-07-01-preview';

/** An analytics rule as the service has it. */
export interface AlertRule {
  readonly id: string;
  readonly kind: string;
  readonly etag: string;
  readonly properties: JsonObject;
}

/** The analytics rules of a Sentinel workspace. Rejects with AzureFaults. */
export class AlertRules {
  /** ARM id of the workspace. */
  readonly id: string;
  readonly #client: AzureClient;
  readonly #tenant: { readonly tenant?: string };

  constructor(client: AzureClient, workspace: string, tenant?: string) {
    this.#client = client;
    this.id = workspace;
    this.#tenant = tenant === undefined ? {} : { tenant };
  }

  async list(signal?: AbortSignal): Promise<readonly AlertRule[]> {
    // The preview lists rules of every kind, those of the stable version included.
    const pages = new Pages(this.#client, this.#request('', PREVIEW, 'list analytics rules', 'read'));
    return (await pages.all(signal)).map(ruleOf);
  }

  async read(id: string, signal?: AbortSignal): Promise<AlertRule | undefined> {
    try {
      const { body } = await this.#client.send({
        ...this.#request(id, PREVIEW, 'read the analytics rule', 'read'),
        signal,
      });
      return isRecord(body) ? ruleOf(body) : undefined;
    } catch (error) {
      if (error instanceof AzureFault && error.reply?.status === 404) return undefined;
      throw error;
    }
  }

  /** @param rule its etag is that of the version that is replaced; null where none may be there */
  async put(
    { id, kind, properties, etag }: Omit<AlertRule, 'etag'> & { readonly etag: string | null },
    signal?: AbortSignal,
  ): Promise<AlertRule> {
    const { what, ...request } = this.#request(
      id,
      kind === 'NRT' ? PREVIEW : VERSION,
      'write the analytics rule',
      'write',
    );
    return this.#known(
      what,
      async () => {
        const { body } = await this.#client.send({
          ...request,
          what,
          method: 'PUT',
          headers: etag === null ? { 'if-none-match': '*' } : { 'if-match': etag },
          body: { kind, ...(etag !== null && { etag }), properties },
          signal,
        });
        if (isRecord(body)) return ruleOf(body);
        throw badAnswer('management', what, 'no rule came back');
      },
      async () => {
        const there = await this.read(id);
        return there && there.etag !== etag && same(there.properties, properties) ? there : undefined;
      },
    );
  }

  async remove(id: string, etag: string, signal?: AbortSignal): Promise<void> {
    const request = this.#request(id, VERSION, 'delete the analytics rule', 'delete');
    await this.#known<unknown>(
      request.what,
      () => this.#client.send({ ...request, method: 'DELETE', headers: { 'if-match': etag }, signal }),
      async () => ((await this.read(id)) ? undefined : true),
    );
  }

  /** Where the answer was lost, or a repeated request was refused because the first had been done, `find` tells what is true. */
  async #known<T>(what: string, send: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!mayHaveApplied(error)) throw error;
      const found = await find().catch(() => {
        throw outcomeUnknown(what, error);
      });
      if (found !== undefined) return found;
      throw error;
    }
  }

  #request(id: string, version: string, what: string, right: 'read' | 'write' | 'delete'): AzureRequest {
    const role = right === 'read' ? 'Microsoft Sentinel Reader' : 'Microsoft Sentinel Contributor';
    const need: Need = {
      kind: 'role',
      role,
      scope: this.id,
      action: `Microsoft.SecurityInsights/alertRules/${right}`,
    };
    const part = id === '' ? '' : `/${encodeURIComponent(id)}`;
    return {
      plane: 'arm',
      url: `${this.id}/providers/Microsoft.SecurityInsights/alertRules${part}?api-version=${version}`,
      what,
      need,
      ...this.#tenant,
    };
  }
}

function ruleOf(body: JsonObject): AlertRule {
  const properties = body['properties'];
  return {
    id: textOf(body['name']),
    kind: textOf(body['kind']),
    etag: textOf(body['etag']),
    properties: isRecord(properties) ? properties : {},
  };
}
