import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { AzureFault } from '../faults/fault.ts';
import { listCut, pagingLoop } from '../faults/unfinished.ts';
import { badAnswer } from '../faults/way.ts';
import { wholeOf } from '../pipeline/answerParts.ts';
import type { AzureClient } from '../pipeline/client.ts';
import type { SoFar } from '../pipeline/paging.ts';

export interface GraphPage {
  readonly rows: readonly JsonObject[];
  /** Of the whole answer. */
  readonly total: number;
  /** For the next page; the query must order its rows and project `id`. */
  readonly next: string | undefined;
  /** Whether the service left rows out and gives no way to them. */
  readonly isCut: boolean;
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
  const rows = isRecord(body) ? rowsOf(body['data'] ?? []) : undefined;
  if (!isRecord(body) || !rows) throw badAnswer('Azure', what, 'no rows came');
  const more = textOf(body['$skipToken']) || textOf(body['skipToken']) || undefined;
  const cut = body['resultTruncated'];
  const isCut = more === undefined && (cut === true || textOf(cut).toLowerCase() === 'true');
  return { rows, total: wholeOf(body['totalRecords']) ?? rows.length, next: more, isCut };
}

/** All pages of an answer, as far as they came. Rejects where not even the first did. */
export async function allRows(
  client: AzureClient,
  question: Omit<GraphQuestion, 'top' | 'next'>,
  signal?: AbortSignal,
): Promise<SoFar<JsonObject>> {
  const items: JsonObject[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do
    try {
      const page = await askResourceGraph(client, { ...question, top: 1_000, next }, signal);
      items.push(...page.rows);
      next = page.next;
      if (next !== undefined && seen.has(next)) throw pagingLoop(question.what, seen.size + 1);
      if (next !== undefined) seen.add(next);
      if (page.isCut) return { items, problem: listCut(question.what) };
    } catch (error) {
      if (!(error instanceof AzureFault) || seen.size === 0) throw error;
      return { items, problem: error };
    }
  while (next !== undefined);
  return { items, problem: undefined };
}

/** What has no id cannot be shown, opened or tagged. */
export const hasId = (row: JsonObject): boolean => textOf(row['id']) !== '';

/** Objects as asked for, or the table that older versions give. */
function rowsOf(data: unknown): readonly JsonObject[] | undefined {
  if (Array.isArray(data)) return data.filter((row): row is JsonObject => isRecord(row));
  if (!isRecord(data) || !Array.isArray(data['columns']) || !Array.isArray(data['rows'])) return undefined;
  const names = data['columns'].map((column: unknown) => (isRecord(column) ? textOf(column['name']) : ''));
  return (data['rows'] as readonly JsonValue[])
    .filter((row): row is readonly JsonValue[] => Array.isArray(row))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}
