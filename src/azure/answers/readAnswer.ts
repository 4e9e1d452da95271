import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { OnRows } from '../../domain/connection.ts';
import { AnswerDecoder, BrokenAnswer, type DecodedHead } from './decode.ts';
import type { Decoded, DecodeJob } from './decodeWorker.ts';
import type { AnswerForm } from './forms.ts';

/** Answers up to this size are decoded where they arrive: parsing them takes less than starting a thread. Bytes. */
const SMALL = 256 * 1024;

export interface ReadOptions {
  readonly form: AnswerForm;
  readonly maxRows: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads an answer as it comes; a large one is decoded in a thread of its own. No row is handed on before all bytes are there, so that an
 * answer which breaks off can be asked for again. Rejects with an AbortError on the signal, with a BrokenAnswer where the end is missing.
 */
export async function readAnswer(
  bytes: NodeJS.ReadableStream,
  { form, maxRows, signal }: ReadOptions,
  onRows: OnRows,
): Promise<DecodedHead> {
  let held: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let thread: DecodeThread | undefined;
  try {
    for await (const chunk of arriving(bytes)) {
      signal?.throwIfAborted();
      const piece = new Uint8Array(chunk);
      held.push(piece);
      size += piece.length;
      if (size <= SMALL) continue;
      thread ??= new DecodeThread({ form, maxRows }, signal);
      for (const each of held) thread.give(each);
      held = [];
    }
    signal?.throwIfAborted();
    return await (thread ? thread.read(onRows) : decodeHere(held, { form, maxRows }, onRows));
  } finally {
    await thread?.stop();
  }
}

/** Bytes of a connection; its end before theirs is a BrokenAnswer. */
export async function* arriving(bytes: NodeJS.ReadableStream): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of bytes) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (cause) {
    throw new BrokenAnswer('its bytes break off', { cause });
  }
}

async function decodeHere(
  pieces: readonly Uint8Array[],
  { form, maxRows }: DecodeJob,
  onRows: OnRows,
): Promise<DecodedHead> {
  const decoder = new AnswerDecoder(form, maxRows);
  for (const piece of pieces) decoder.push(piece);
  const rows = decoder.rows();
  for (;;) {
    const { done, value } = rows.next();
    if (done === true) return value;
    await onRows(value);
  }
}

class DecodeThread {
  readonly #worker: Worker;
  readonly #signal: AbortSignal | undefined;
  readonly #failed: Promise<never>;
  #giveUp: () => void = () => undefined;

  constructor(job: DecodeJob, signal: AbortSignal | undefined) {
    const worker = new Worker(new URL('./decodeWorker.ts', import.meta.url), { workerData: job });
    this.#worker = worker;
    this.#signal = signal;
    this.#failed = new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that reads it ended')));
      this.#giveUp = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', this.#giveUp, { once: true });
    });
    // Told again by `read`; until then a failure has nobody who listens.
    this.#failed.catch(() => undefined);
  }

  /** The bytes are the thread's from then on. */
  give(bytes: Uint8Array<ArrayBuffer>): void {
    this.#worker.postMessage(bytes, [bytes.buffer]);
  }

  async read(onRows: OnRows): Promise<DecodedHead> {
    for (;;) {
      this.#worker.postMessage(null);
      const [said] = (await Promise.race([once(this.#worker, 'message'), this.#failed])) as [Decoded];
      if (said.kind === 'done') return said.head;
      if (said.kind === 'unreadable')
        throw said.broken ? new BrokenAnswer(said.reason) : new Error(said.reason);
      await onRows(said.rows);
      // What else waits for this thread has its turn.
      await turn();
    }
  }

  async stop(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#giveUp);
    await this.#worker.terminate();
  }
}
