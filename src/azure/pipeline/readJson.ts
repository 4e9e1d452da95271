import { Readable } from 'node:stream';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { parseExactJson } from '../../base/exactJson.ts';
import type { JsonValue } from '../../base/json.ts';

const parsed = new WeakMap<PipelineResponse, JsonValue>();

class UnreadableAnswer extends Error {}

export function isUnreadable(error: unknown): boolean {
  return error instanceof UnreadableAnswer;
}

/** The body of an answer that the policy below has let through; undefined where it had none. */
export function bodyOf(response: PipelineResponse): JsonValue | undefined {
  return parsed.get(response);
}

/** Whether an answer is a page for people: a gateway's or a proxy's, never Azure's. */
export function isPage(response: PipelineResponse): boolean {
  if (/\bhtml\b/i.test(response.headers.get('content-type') ?? '')) return true;
  return /^\s*<(!doctype|html)\b/i.test(response.bodyAsText ?? '');
}

/** Reads JSON inside the retry, so that an answer which is cut in half counts as one that did not come, and inside the sign-in, which tells why a service refused it. */
export function jsonPolicy(): PipelinePolicy {
  return {
    name: 'azimuthJson',
    async sendRequest(request, next) {
      const response = await next(request);
      const text = (response.bodyAsText ?? '').replace(/^\uFEFF/, '');
      if (isPage(response)) {
        if (response.status >= 300) return response;
        if (response.readableStreamBody instanceof Readable) response.readableStreamBody.destroy();
        throw new UnreadableAnswer('a web page came; a proxy may be in between');
      }
      if (text.trim() === '') return response;
      const type = response.headers.get('content-type') ?? 'json';
      // An error is looked into whatever it calls itself.
      if (!/\bjson\b/i.test(type) && response.status < 400) return response;
      try {
        parsed.set(response, parseExactJson(text));
      } catch (cause) {
        // Gateways answer errors in texts of their own; only a success must be readable.
        if (response.status < 400) throw new UnreadableAnswer('its JSON breaks off', { cause });
      }
      return response;
    },
  };
}
