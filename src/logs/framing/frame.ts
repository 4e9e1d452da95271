/** Longest record that is imported; longer ones are rejected and skipped with bounded memory. */
export const MAX_RECORD_BYTES = 16 * 2 ** 20;

/** Longest text that a reject keeps. */
export const MAX_REJECT_TEXT = 64 * 2 ** 10;

/** What a framer makes of a stream of bytes, in the order of the file. A block holds until the next frame is asked for. */
export type Frame =
  /** Records as UTF-8 JSON texts, each on one line of `block` and ended by a line feed. */
  | {
      readonly kind: 'records';
      readonly block: Buffer;
      /** Line of the original on which each record starts, from 1. */
      readonly lines: readonly number[];
      /** Bytes of the longest record, or more. */
      readonly longest: number;
    }
  | { readonly kind: 'reject'; readonly line: number; readonly reason: string; readonly text: string }
  /** The file could not be read to its end; what came before stands. */
  | { readonly kind: 'broken'; readonly at: string; readonly reason: string }
  | { readonly kind: 'note'; readonly text: string };

/** UTF-8 text of bytes that may not be UTF-8, cut to what a reject keeps. */
export function rejectText(bytes: Buffer): string {
  return bytes.subarray(0, MAX_REJECT_TEXT).toString('utf8');
}

export const tooLong = (bytes: number): string =>
  `The record is longer than ${MAX_RECORD_BYTES / 2 ** 20} MiB (${bytes} bytes were skipped).`;
