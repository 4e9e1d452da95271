import { parentPort, workerData } from 'node:worker_threads';
import { type AnswerForm, type DecodedHead, decodeAnswer } from './decode.ts';
import type { Cell } from '../../domain/answer.ts';

/** What the thread is given at its start, and what it says. Bytes come as messages; null is their end. */
export interface DecodeJob {
  readonly form: AnswerForm;
  readonly maxRows: number;
}
export type Decoded =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'done'; readonly head: DecodedHead }
  | { readonly kind: 'unreadable'; readonly reason: string };

const { form, maxRows } = workerData as DecodeJob;
const port = parentPort;
const chunks: Uint8Array[] = [];
port?.on('message', (chunk: Uint8Array | null) => {
  if (chunk) {
    chunks.push(chunk);
    return;
  }
  const say = (message: Decoded): void => port.postMessage(message);
  try {
    const text = Buffer.concat(chunks).toString('utf8');
    chunks.length = 0;
    say({ kind: 'done', head: decodeAnswer(form, text, maxRows, (rows) => say({ kind: 'rows', rows })) });
  } catch (error) {
    say({ kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) });
  }
  port.close();
});
