import { setTimeout as delay } from 'node:timers/promises';
import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  type SendRequest,
} from '@azure/core-rest-pipeline';
import { isCancellation } from '../../base/errors.ts';
import { AzureFault } from '../faults/fault.ts';
import { LONGEST_WAIT } from '../faults/statuses.ts';
import { contextOf } from './context.ts';
import { retryAfterMs } from './retryAfter.ts';
import { isUnreadable } from './readJson.ts';

export interface RetryOptions {
  /** Attempts, the first included. */
  readonly attempts?: number;
  /** A wait that the service asks for is kept to when it is at most this long; longer ones are told. Milliseconds. */
  readonly longestWait?: number;
  /** First of the doubling waits where the service names none. Milliseconds. */
  readonly firstWait?: number;
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly random?: () => number;
}

const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends again what may pass: 429 always (the service did not take it), 5xx, broken connections and half answers only where
 * sending twice does the same as sending once. Waits as long as Retry-After says, else twice as long each time.
 */
export function retryPolicy(options: RetryOptions = {}): PipelinePolicy {
  const { attempts = 5, longestWait = LONGEST_WAIT, firstWait = 800, random = Math.random } = options;
  const wait = options.wait ?? ((ms, signal) => delay(ms, undefined, signal ? { signal } : {}));
  const backoff = (attempt: number) => firstWait * 2 ** (attempt - 1) * (0.75 + random() / 2);
  return {
    name: 'azimuthRetry',
    async sendRequest(request, next) {
      const { repeatable } = contextOf(request);
      const signal = signalOf(request);
      let unsure = false;
      for (let attempt = 1; ; attempt++) {
        const tried = await attemptOnce(request, next);
        const asked = tried.response && retryAfterMs(tried.response.headers, Date.now());
        const again =
          attempt < attempts &&
          (tried.response
            ? PASSING.has(tried.response.status) &&
              // A query that ran into its time limit would do so again.
              (tried.response.status !== 504 || request.method === 'GET') &&
              (repeatable || tried.response.status === 429) &&
              (asked === undefined || asked <= longestWait)
            : repeatable && mayPass(tried.error));
        if (!again) {
          if (tried.response && unsure) repeated.add(tried.response);
          if (tried.response) return tried.response;
          throw tried.error;
        }
        unsure ||= tried.response?.status !== 429;
        await wait(asked ?? Math.min(backoff(attempt), longestWait), signal);
      }
    },
  };
}

const repeated = new WeakSet<PipelineResponse>();

/** Whether it answers a request of which an earlier sending may have been done. */
export function isOfRepeated(response: PipelineResponse): boolean {
  return repeated.has(response);
}

type Tried =
  | { readonly response: PipelineResponse; readonly error?: never }
  | { readonly response?: never; readonly error: unknown };

async function attemptOnce(request: PipelineRequest, next: SendRequest): Promise<Tried> {
  try {
    return { response: await next(request) };
  } catch (error) {
    return { error };
  }
}

function mayPass(error: unknown): boolean {
  if (isCancellation(error) || error instanceof AzureFault) return false;
  return isUnreadable(error) || isRestError(error);
}

/** core-rest-pipeline's signal type is narrower than the platform's; ours are always the platform's. */
export function signalOf(request: PipelineRequest): AbortSignal | undefined {
  return request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
}
