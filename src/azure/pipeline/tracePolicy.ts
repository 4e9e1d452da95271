import type { HttpHeaders, PipelinePolicy } from '@azure/core-rest-pipeline';
import { isCancellation } from '../../base/errors.ts';

/** One line a request, without a header, a body or a value of the query. */
export type Trace = (line: string) => void;

const REQUEST_IDS = ['x-ms-request-id', 'request-id', 'x-ms-correlation-request-id'];

/** What support asks for. */
export function requestIdOf(headers: HttpHeaders): string | undefined {
  return REQUEST_IDS.map((name) => headers.get(name)).find((id) => id !== undefined);
}

export function tracePolicy(trace: Trace): PipelinePolicy {
  return {
    name: 'azimuthTrace',
    async sendRequest(request, next) {
      const started = performance.now();
      const say = (outcome: string) =>
        trace(
          `${request.method} ${redacted(request.url)} → ${outcome}, ${Math.round(performance.now() - started)} ms, client ${request.requestId}`,
        );
      try {
        const response = await next(request);
        const id = requestIdOf(response.headers);
        say(`${response.status}${id === undefined ? '' : `, request ${id}`}`);
        return response;
      } catch (error) {
        say(isCancellation(error) ? 'cancelled' : `no answer (${nameOf(error)})`);
        throw error;
      }
    },
  };
}

/** Values of a query may be filters with names in them, skip tokens or signatures: only the version is shown. */
function redacted(address: string): string {
  const url = URL.parse(address);
  if (!url) return 'no address';
  const shown = [...url.searchParams].map(([name, value]) =>
    name === 'api-version' ? `${name}=${value}` : `${name}=…`,
  );
  return `${url.origin}${url.pathname}${shown.length > 0 ? `?${shown.join('&')}` : ''}`;
}

function nameOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
