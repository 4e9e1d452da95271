/**
 * The bytes of a file in chunks of at most `chunkBytes`: while one is worked on, the next is being read. Ended early, it
 * waits for the read under way, so that the file can be closed. Rejects as `read` does, after the chunks before.
 * @param read Fills the buffer from where the last read ended; no bytes are the end.
 */
export async function* readAhead(
  read: (buffer: Buffer) => Promise<{ readonly bytesRead: number }>,
  chunkBytes = 2 ** 20,
): AsyncGenerator<Buffer> {
  const start = (): Promise<Buffer> => {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    const chunk = read(buffer).then(({ bytesRead }) => buffer.subarray(0, bytesRead));
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
