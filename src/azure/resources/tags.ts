import { isRecord, textOf } from '../../base/guards.ts';
import { badAnswer } from '../faults/way.ts';
import { type ChangeOutcome, proved } from '../outcome.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { runLongOperation } from '../pipeline/longRunning.ts';

/** The tags of one resource. */
export class ResourceTags {
  readonly #client: AzureClient;
  readonly #request: AzureRequest;

  /** @param id ARM id of the resource */
  constructor(client: AzureClient, id: string, tenant: string | undefined) {
    this.#client = client;
    this.#request = {
      plane: 'arm',
      url: `${id}/providers/Microsoft.Resources/tags/default?api-version=2025-04-01`,
      what: 'read the tags',
      need: { kind: 'role', role: 'Tag Contributor', scope: id, action: 'Microsoft.Resources/tags/write' },
      ...(tenant === undefined ? {} : { tenant }),
    };
  }

  async read(signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const { body } = await this.#client.send({ ...this.#request, signal });
    if (!isRecord(body)) throw badAnswer('Azure', this.#request.what, 'no tags came');
    return tagsOf(isRecord(body['properties']) ? body['properties']['tags'] : undefined);
  }

  /** Merges a tag into those that the resource has. */
  set(name: string, value: string, signal?: AbortSignal): Promise<ChangeOutcome> {
    const body = { operation: 'Merge', properties: { tags: { [name]: value } } };
    return proved(
      () =>
        runLongOperation(this.#client, {
          ...this.#request,
          method: 'PATCH',
          what: 'set the tag',
          body,
          signal,
        }),
      async () => {
        const read = await this.read();
        // Names of tags are the same in any case.
        const [, there = null] =
          Object.entries(read).find(([tag]) => tag.toLowerCase() === name.toLowerCase()) ?? [];
        return there === value ? undefined : { theirs: { [name]: there }, read };
      },
      this.#client.pause,
    );
  }
}

/** Tags as ARM and Resource Graph give them; null where there are none. */
export function tagsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textOf(each)]));
}
