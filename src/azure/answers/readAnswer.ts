import { Worker } from 'node:worker_threads';
import type { Cell } from '../../domain/answer.ts';
import { type AnswerForm, type DecodedHead, decodeAnswer } from './decode.ts';
import type { Decoded, DecodeJob } from './decodeWorker.ts';

/** Answers up to this size are decoded where they arrive: parsing them takes less than starting a thread. Bytes. */
const SMALL = 256 * 1024;

export interface ReadOptions {
  readonly form: AnswerForm;
  readonly maxRows: number;
  readonly signal: AbortSignal | undefined;
}

/** Reads an answer as it comes; a large one is decoded in a thread of its own. Rejects with an AbortError on the signal. */
export async function readAnswer(
  bytes: NodeJS.ReadableStream,
  { form, maxRows, signal }: ReadOptions,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
): Promise<DecodedHead> {
  let held: Buffer[] = [];
  let size = 0;
  let thread: DecodeThread | undefined;
  try {
    for await (const chunk of bytes) {
      signal?.throwIfAborted();
      const piece = Buffer.from(chunk as Buffer);
      held.push(piece);
      size += piece.length;
      if (size <= SMALL) continue;
      thread ??= new DecodeThread({ form, maxRows }, onRows, signal);
      for (const each of held) thread.give(each);
      held = [];
    }
    signal?.throwIfAborted();
    if (!thread) return decodeAnswer(form, Buffer.concat(held).toString('utf8'), maxRows, onRows);
    return await thread.end();
  } finally {
    await thread?.stop();
  }
}

class DecodeThread {
  readonly #worker: Worker;
  readonly #done: Promise<DecodedHead>;

  constructor(
    job: DecodeJob,
    onRows: (rows: readonly (readonly Cell[])[]) => void,
    signal: AbortSignal | undefined,
  ) {
    const worker = new Worker(new URL('./decodeWorker.ts', import.meta.url), { workerData: job });
    this.#worker = worker;
    this.#done = new Promise<DecodedHead>((resolve, reject) => {
      worker.on('message', (message: Decoded) => {
        if (message.kind === 'rows') onRows(message.rows);
        else if (message.kind === 'done') resolve(message.head);
        else reject(new Error(message.reason));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that reads it ended')));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    // Told again by `end`; until then a failure has nobody who listens.
    this.#done.catch(() => undefined);
  }

  give(bytes: Uint8Array): void {
    this.#worker.postMessage(bytes);
  }

  end(): Promise<DecodedHead> {
    this.#worker.postMessage(null);
    return this.#done;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
