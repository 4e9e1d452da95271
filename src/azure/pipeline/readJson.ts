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

/** Reads JSON inside the retry, so that an answer which is cut in half counts as one that did not come. */
export function jsonPolicy(): PipelinePolicy {
  return {
    name: 'azimuthJson',
    async sendRequest(request, next) {
      const response = await next(request);
      const text = response.bodyAsText ?? '';
      if (text.trim() === '') return response;
      if (!/\bjson\b/i.test(response.headers.get('content-type') ?? 'json')) return response;
      try {
        parsed.set(response, parseExactJson(text));
      } catch (cause) {
        // Gateways answer errors with pages; only a success must be readable.
        if (response.status < 400) throw new UnreadableAnswer('its JSON breaks off', { cause });
      }
      return response;
    },
  };
}
