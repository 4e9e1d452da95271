import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Plane } from '../clouds.ts';
import { contextOf } from './context.ts';
import { signalOf } from './retryPolicy.ts';

/** In flight at once for one host of a plane. Log Analytics queues a user's sixth query itself. */
const IN_FLIGHT: Readonly<Record<Plane, number>> = { arm: 8, graph: 4, logAnalytics: 5, kusto: 4 };

class Gate {
  readonly #places: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(places: number) {
    this.#places = places;
  }

  async enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#taken < this.#places) {
      this.#taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(turn);
    });
  }

  /** Hands the place to who waits longest. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken--;
  }
}

/** A place is held until the answer is there, or until its stream has ended. */
export function limitPolicy(limits: Partial<Record<Plane, number>> = {}): PipelinePolicy {
  const gates = new Map<string, Gate>();
  return {
    name: 'azimuthLimit',
    async sendRequest(request, next) {
      const { plane } = contextOf(request);
      const key = `${plane} ${new URL(request.url).host}`;
      const gate = gates.get(key) ?? new Gate(limits[plane] ?? IN_FLIGHT[plane]);
      gates.set(key, gate);
      await gate.enter(signalOf(request));
      let streams = false;
      try {
        const response = await next(request);
        const stream = response.readableStreamBody;
        if (stream) {
          streams = true;
          stream.once('close', () => gate.leave());
        }
        return response;
      } finally {
        if (!streams) gate.leave();
      }
    },
  };
}
