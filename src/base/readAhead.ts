const MOST_BYTES = 2 ** 20;
const LEAST_BYTES = 2 ** 14;

/**
 * The bytes of a file in chunks of at most a mebibyte: while one is worked on, the next is being read. Ended early, it
 * waits for the read under way, so that the file can be closed. Rejects as `read` does, after the chunks before. A chunk's
 * bytes hold until the next is asked for: two buffers take turns, since each new one would make V8 collect garbage.
 * @param read Fills the buffer from where the last read ended; no bytes are the end.
 * @param size Bytes that there are likely to be: thousands of small files with large buffers would keep V8 busy too.
 */
export async function* readAhead(
  read: (buffer: Buffer) => Promise<{ readonly bytesRead: number }>,
  size: number,
): AsyncGenerator<Buffer> {
  const chunkBytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, size));
  let [buffer, other] = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)];
  const start = (): Promise<Buffer> => {
    const target = buffer;
    [buffer, other] = [other, buffer];
    const chunk = read(target).then(({ bytesRead }) => target.subarray(0, bytesRead));
    // It may fail before it is asked for.
    chunk.catch(() => undefined);
    return chunk;
  };
  let next = start();
  try {
    for (;;) {
      const chunk = await next;
      if (chunk.length === 0) return;
      next = start();
      yield chunk;
    }
  } finally {
    await Promise.allSettled([next]);
  }
}
