import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { isRecord, textOf } from '../../base/guards.ts';
import type { ServiceReply } from '../faults.ts';
import { bodyOf } from './readJson.ts';
import { requestIdOf } from './tracePolicy.ts';

/** What an error answer says, in ARM's, Graph's, Log Analytics' or Kusto's form. */
export function replyOf(response: PipelineResponse): ServiceReply {
  const body = bodyOf(response);
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const inner = innermost(error);
  const message = textOf(error['@message']) || textOf(error['message']);
  const detail = textOf(inner['message']);
  const { line, pos: position } = inner;
  return {
    status: response.status,
    code: textOf(error['code']),
    message: [message, detail === message ? '' : detail].filter((part) => part !== '').join(' '),
    requestId: requestIdOf(response.headers) ?? (textOf(inner['request-id']) || undefined),
    ...(typeof line === 'number' && typeof position === 'number'
      ? { place: { code: textOf(inner['code']), line, position, token: textOf(inner['token']) } }
      : {}),
  };
}

/** Log Analytics keeps the reason in the deepest `innererror`. */
function innermost(error: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let at = error;
  for (let depth = 0; depth < 8; depth++) {
    const next = at['innererror'] ?? at['innerError'];
    if (!isRecord(next)) break;
    at = next;
  }
  return at === error ? {} : at;
}
