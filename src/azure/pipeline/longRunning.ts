import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { operationFailed } from '../faults/unfinished.ts';
import { resolvedLink } from './answerParts.ts';
import type { AzureClient, AzureRequest, AzureResponse } from './client.ts';
import { retryAfterMs } from './retryAfter.ts';

const INTERVAL = 2_000;
const ENDED_BADLY = new Set(['failed', 'canceled', 'cancelled']);

/**
 * Sends a request that may take long and follows it to its end: `Azure-AsyncOperation` by its status, else `Location` until it
 * is not 202, else the resource's own provisioning state. Gives the resource (PUT, PATCH) or the operation's own result. One that
 * fails keeps its code in `reply.code`.
 */
export async function runLongOperation(
  client: AzureClient,
  request: AzureRequest,
  onProgress: (percent: number | undefined) => void = () => undefined,
  interval = INTERVAL,
): Promise<JsonValue | undefined> {
  const { plane, what, need, tenant, signal } = request;
  const asked = request.url.startsWith('/')
    ? `${client.cloud.planes[plane].endpoint}${request.url}`
    : request.url;
  const get = (url: string): Promise<AzureResponse> =>
    client.send({
      plane,
      url: resolvedLink(url, asked, plane),
      what,
      ...(need ? { need } : {}),
      ...(tenant === undefined ? {} : { tenant }),
      signal,
    });
  const wait = ({ headers }: AzureResponse): Promise<unknown> =>
    client.pause(retryAfterMs(headers, Date.now()) ?? interval, signal);
  const writes = request.method === 'PUT' || request.method === 'PATCH';

  const first = await client.send(request);
  const status = first.headers.get('azure-asyncoperation') ?? first.headers.get('operation-location');
  const location = first.headers.get('location');
  let last = first;
  if (status !== undefined) {
    do {
      await wait(last);
      last = await get(status);
    } while (goesOn(last, what, onProgress));
    if (writes) return (await get(asked)).body;
    return location === undefined ? last.body : (await get(location)).body;
  }
  if (first.status === 202)
    for (let next = location; last.status === 202 && next !== undefined; ) {
      await wait(last);
      last = await get(next);
      next = last.headers.get('location') ?? next;
    }
  else
    while (writes && stateOf(last.body) !== '' && goesOn(last, what, onProgress)) {
      await wait(last);
      last = await get(asked);
    }
  return last.body;
}

/** Of an operation, or of a resource that is being made. */
function stateOf(body: JsonValue | undefined): string {
  if (!isRecord(body)) return '';
  const properties = isRecord(body['properties']) ? body['properties'] : {};
  return textOf(body['status']) || textOf(properties['provisioningState']);
}

/** Whether it is not at its end; rejects where that is a bad one. An answer that names no state is the end. */
function goesOn(
  { body, status }: AzureResponse,
  what: string,
  onProgress: (percent: number | undefined) => void,
): boolean {
  const operation: JsonObject = isRecord(body) ? body : {};
  const percent = operation['percentComplete'];
  onProgress(typeof percent === 'number' ? percent : undefined);
  const state = stateOf(body);
  if (ENDED_BADLY.has(state.toLowerCase())) {
    const error = isRecord(operation['error']) ? operation['error'] : {};
    throw operationFailed(what, state, textOf(error['code']), textOf(error['message']));
  }
  return state === '' ? status === 202 : state.toLowerCase() !== 'succeeded';
}
