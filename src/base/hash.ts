import { createHash } from 'node:crypto';
import type { Guard } from './guards.ts';

/** A digest as it is written everywhere: lower-case hex of SHA-256, 64 characters. */
export type Sha256 = string;

export function sha256(data: string | Uint8Array): Sha256 {
  return createHash('sha256').update(data).digest('hex');
}

export const isSha256: Guard<Sha256> = (value): value is Sha256 =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** Digest and size of what streams by. */
export async function sha256OfStream(
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<{ digest: Sha256; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
    size += chunk.length;
  }
  return { digest: hash.digest('hex'), size };
}
