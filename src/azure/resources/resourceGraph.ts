import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { badAnswer } from '../faults.ts';
import type { AzureClient } from '../pipeline/client.ts';

export interface GraphPage {
  readonly rows: readonly JsonObject[];
  /** Of the whole answer. */
  readonly total: number;
  /** For the next page; the query must order its rows and project `id`. */
  readonly next: string | undefined;
}

export interface GraphQuestion {
  readonly query: string;
  /** Rows of a page; 1,000 at most. */
  readonly top: number;
  readonly next?: string | undefined;
  readonly subscriptions?: readonly string[];
  readonly tenant?: string | undefined;
  readonly what: string;
}

/** One page of a Resource Graph answer. What the signed-in person cannot read is left out of it by the service. */
export async function askResourceGraph(
  client: AzureClient,
  { query, top, next, subscriptions, tenant, what }: GraphQuestion,
  signal?: AbortSignal,
): Promise<GraphPage> {
  const { body } = await client.send({
    plane: 'arm',
    method: 'POST',
    reads: true,
    url: '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01',
    what,
    need: { kind: 'role', role: 'Reader', scope: 'the subscriptions', action: '*/read' },
    ...(tenant === undefined ? {} : { tenant }),
    body: {
      query,
      ...(subscriptions ? { subscriptions } : {}),
      options: {
        $top: top,
        resultFormat: 'objectArray',
        ...(next === undefined ? {} : { $skipToken: next }),
      },
    },
    signal,
  });
  const data = isRecord(body) ? body['data'] : undefined;
  if (!isRecord(body) || !Array.isArray(data)) throw badAnswer('Azure', what, 'no rows came');
  const total = body['totalRecords'];
  return {
    rows: data.filter((row): row is JsonObject => isRecord(row)),
    total: typeof total === 'number' ? total : data.length,
    next: textOf(body['$skipToken']) || undefined,
  };
}
