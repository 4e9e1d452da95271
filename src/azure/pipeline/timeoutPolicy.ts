import { type PipelinePolicy, RestError } from '@azure/core-rest-pipeline';
import { isCancellation } from '../../base/errors.ts';

/**
 * Innermost: the transport ends a request that gets no answer in its time as it ends one that somebody cancelled. Where nobody did,
 * the way is broken, and is told and tried again as such.
 */
export function timeoutPolicy(): PipelinePolicy {
  return {
    name: 'azimuthTimeout',
    async sendRequest(request, next) {
      try {
        return await next(request);
      } catch (cause) {
        if (!isCancellation(cause) || request.abortSignal?.aborted === true) throw cause;
        const seconds = Math.round(request.timeout / 1_000);
        throw new RestError(`no answer came in ${seconds} s`, { code: 'ETIMEDOUT', request });
      }
    },
  };
}
