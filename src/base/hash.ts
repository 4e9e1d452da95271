import { createHash } from 'node:crypto';

/** A digest as it is written everywhere: lower-case hex of SHA-256, 64 characters. */
export type Sha256 = string;

export function sha256(data: string | Uint8Array): Sha256 {
  return createHash('sha256').update(data).digest('hex');
}
