/** Chunks that are spoilt once the next is asked for, as those of files are. */
export async function* lentChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    yield await Promise.resolve(chunk);
    chunk.fill(0xff);
  }
}
