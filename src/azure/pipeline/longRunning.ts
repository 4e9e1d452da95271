import { setTimeout as delay } from 'node:timers/promises';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonValue } from '../../base/json.ts';
import { operationFailed } from '../faults.ts';
import type { AzureClient, AzureRequest, AzureResponse } from './client.ts';
import { retryAfterMs } from './retryAfter.ts';

const INTERVAL = 2_000;
const ENDED_BADLY = new Set(['failed', 'canceled', 'cancelled']);

/**
 * Sends a request that may take long and follows it to its end: `Azure-AsyncOperation` by its status, else `Location` until it
 * is not 202. Gives the resource (PUT, PATCH) or the operation's own result. One that fails keeps its code in `reply.code`.
 */
export async function runLongOperation(
  client: AzureClient,
  request: AzureRequest,
  onProgress: (percent: number | undefined) => void = () => undefined,
  interval = INTERVAL,
): Promise<JsonValue | undefined> {
  const first = await client.send(request);
  const status = first.headers.get('azure-asyncoperation');
  const location = first.headers.get('location');
  const follow = (url: string): AzureRequest => ({
    plane: request.plane,
    url,
    what: request.what,
    ...(request.need ? { need: request.need } : {}),
    ...(request.tenant === undefined ? {} : { tenant: request.tenant }),
    signal: request.signal,
  });
  const wait = (response: AzureResponse) =>
    delay(
      retryAfterMs(response.headers, Date.now()) ?? interval,
      undefined,
      request.signal ? { signal: request.signal } : {},
    );
  if (status !== undefined) {
    for (let last = first; ; ) {
      await wait(last);
      last = await client.send(follow(status));
      const body = isRecord(last.body) ? last.body : {};
      const state = textOf(body['status']).toLowerCase();
      const percent = body['percentComplete'];
      onProgress(typeof percent === 'number' ? percent : undefined);
      if (ENDED_BADLY.has(state)) {
        const error = isRecord(body['error']) ? body['error'] : {};
        throw operationFailed(
          request.what,
          textOf(body['status']),
          textOf(error['code']),
          textOf(error['message']),
        );
      }
      if (state !== 'succeeded') continue;
      if (request.method === 'PUT' || request.method === 'PATCH')
        return (await client.send(follow(request.url))).body;
      return location === undefined ? last.body : (await client.send(follow(location))).body;
    }
  }
  let last = first;
  for (let next = location; last.status === 202 && next !== undefined; ) {
    await wait(last);
    last = await client.send(follow(next));
    next = last.headers.get('location') ?? next;
  }
  return last.body;
}
