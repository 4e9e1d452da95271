import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { isRecord, textOf } from '../../base/guards.ts';
import type { ServiceReply } from '../faults/fault.ts';
import { wholeOf } from './answerParts.ts';
import { bodyOf, isPage } from './readJson.ts';
import { isOfRepeated } from './retryPolicy.ts';
import { requestIdOf } from './tracePolicy.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an error answer says, in ARM's, Graph's, Log Analytics', Kusto's, OData's or a bare form. */
export function replyOf(response: PipelineResponse): ServiceReply {
  const error = errorOf(bodyOf(response));
  const inner = innermost(error);
  const message = messageOf(error);
  const details = messagesOf(error['details']);
  const more = [messageOf(inner), ...details].filter((each) => each !== '' && each !== message);
  const [line, position] = [wholeOf(inner['line']), wholeOf(inner['pos'])];
  return {
    status: response.status,
    code: codeOf(error['code'] ?? error['Code']) || codeOf(inner['code']),
    message: [message, ...new Set(more)].filter((part) => part !== '').join(' '),
    requestId: requestIdOf(response.headers) ?? (textOf(inner['request-id']) || undefined),
    ...(isPage(response) ? { isPage: true } : {}),
    ...(isOfRepeated(response) ? { isOfRepeated: true } : {}),
    ...(line !== undefined && position !== undefined
      ? { place: { code: codeOf(inner['code']), line, position, token: textOf(inner['token']) } }
      : {}),
  };
}

function errorOf(body: unknown): Fields {
  // Some services wrap an error into a list, and some its text into a text.
  const whole: unknown = Array.isArray(body) ? body[0] : body;
  if (!isRecord(whole)) return typeof whole === 'string' ? { message: whole } : {};
  const error = whole['error'] ?? whole['odata.error'] ?? whole['Error'] ?? whole;
  if (isRecord(error)) return error;
  // OAuth's: a name, and its description beside it.
  return { code: error, message: whole['error_description'] ?? whole['message'] };
}

/** Kusto's, OData's (an object with a language), or a plain one. */
function messageOf(error: Fields): string {
  const message = error['@message'] ?? error['message'] ?? error['Message'];
  return isRecord(message) ? textOf(message['value']) : textOf(message);
}

function messagesOf(details: unknown): readonly string[] {
  return Array.isArray(details) ? details.filter(isRecord).slice(0, 3).map(messageOf) : [];
}

function codeOf(code: unknown): string {
  return typeof code === 'number' ? String(code) : textOf(code);
}

/** Log Analytics keeps the reason in the deepest `innererror`. */
function innermost(error: Fields): Fields {
  let at = error;
  for (let depth = 0; depth < 8; depth++) {
    const [first] = Array.isArray(at['details']) ? at['details'].filter(isRecord) : [];
    const next = at['innererror'] ?? at['innerError'] ?? first?.['innererror'];
    if (!isRecord(next)) break;
    at = next;
  }
  return at === error ? {} : at;
}
