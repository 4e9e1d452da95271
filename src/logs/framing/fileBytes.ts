import { type FileHandle, open } from 'node:fs/promises';
import { readAhead } from '../../base/readAhead.ts';

/** Bytes from `start` to before `end`; `size` is how many there are likely to be. */
export interface FileRange {
  readonly start: number;
  /** Infinity: to the file's end. */
  readonly end: number;
  readonly size: number;
}

/**
 * Opens the file when its first byte is asked for, and closes it however the reading ends. Each chunk holds until the next is asked
 * for.
 */
export async function* fileBytes(
  path: string,
  range: FileRange,
  signal?: AbortSignal,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for await (const chunk of openFileBytes(file, range)) {
      signal?.throwIfAborted();
      onRead?.(chunk.length);
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

export function openFileBytes(file: FileHandle, { start, end, size }: FileRange): AsyncGenerator<Buffer> {
  let at = start;
  return readAhead(async (buffer) => {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
    at += bytesRead;
    return { bytesRead };
  }, size);
}
