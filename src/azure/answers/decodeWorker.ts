import { parentPort, workerData } from 'node:worker_threads';
import { AnswerDecoder, BrokenAnswer, type DecodedHead, type Rows } from './decode.ts';
import type { AnswerForm } from './forms.ts';

/**
 * What the thread is given at its start, and what it says. Bytes come as messages; each null asks for the next rows, the first one
 * after the last byte.
 */
export interface DecodeJob {
  readonly form: AnswerForm;
  readonly maxRows: number;
}
export type Decoded =
  | { readonly kind: 'rows'; readonly rows: Rows }
  | { readonly kind: 'done'; readonly head: DecodedHead }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly broken: boolean };

const { form, maxRows } = workerData as DecodeJob;
const decoder = new AnswerDecoder(form, maxRows);
let rows: ReturnType<AnswerDecoder['rows']> | undefined;

parentPort?.on('message', (bytes: Uint8Array | null) => {
  if (bytes) decoder.push(bytes);
  else parentPort?.postMessage(next());
});

function next(): Decoded {
  try {
    const { done, value } = (rows ??= decoder.rows()).next();
    return done === true ? { kind: 'done', head: value } : { kind: 'rows', rows: value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', reason, broken: error instanceof BrokenAnswer };
  }
}
