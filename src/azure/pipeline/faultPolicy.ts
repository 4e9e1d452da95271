import { isRestError, type PipelinePolicy } from '@azure/core-rest-pipeline';
import { isCancellation } from '../../base/errors.ts';
import { AzureFault } from '../faults/fault.ts';
import { faultOf } from '../faults/statuses.ts';
import { badAnswer, network } from '../faults/way.ts';
import { contextOf } from './context.ts';
import { isUnreadable } from './readJson.ts';
import { replyOf } from './reply.ts';
import { retryAfterMs } from './retryAfter.ts';
import { signalOf } from './retryPolicy.ts';

/** Outermost: whatever did not end well leaves the pipeline as one of our faults or as a cancellation. */
export function faultPolicy(): PipelinePolicy {
  return {
    name: 'azimuthFault',
    async sendRequest(request, next) {
      const { what, need, changes } = contextOf(request);
      const host = URL.parse(request.url)?.host ?? 'Azure';
      let response: Awaited<ReturnType<typeof next>>;
      try {
        response = await next(request);
      } catch (error) {
        if (error instanceof AzureFault) throw error;
        signalOf(request)?.throwIfAborted();
        if (isCancellation(error)) throw error;
        if (isUnreadable(error)) throw badAnswer(host, what, (error as Error).message);
        if (isRestError(error)) throw network(host, what, changes, error);
        throw error;
      }
      if (response.status >= 200 && response.status < 300) return response;
      const wait = retryAfterMs(response.headers, Date.now());
      throw faultOf(
        replyOf(response),
        { need, what, changes },
        wait === undefined ? undefined : wait / 1_000,
      );
    },
  };
}
