import { createHash } from 'node:crypto';
import { sql, udf, type ScalarEntry } from './entry.ts';
import { xxhash64 } from './xxhash64.ts';

const digest = (name: string, algorithm: string): ScalarEntry =>
  udf(name, ['string'], 'string', ((text: string) => createHash(algorithm).update(text, 'utf8').digest('hex')) as never);

/** Signed, or the remainder of the unsigned hash. */
function hash(text: string, modulus: bigint | null): bigint | null {
  const unsigned = xxhash64(Buffer.from(text, 'utf8'));
  if (modulus === null) return BigInt.asIntN(64, unsigned);
  return modulus <= 0n ? null : unsigned % modulus;
}

function combine(a: bigint, b: bigint): bigint {
  const [x, y] = [BigInt.asUintN(64, a), BigInt.asUintN(64, b)];
  return BigInt.asIntN(64, x ^ BigInt.asUintN(64, y + 0x9e3779b97f4a7c15n + BigInt.asUintN(64, x << 6n) + (x >> 2n)));
}

export const HASHING: readonly ScalarEntry[] = [
  digest('hash_md5', 'md5'),
  digest('hash_sha1', 'sha1'),
  digest('hash_sha256', 'sha256'),
  udf('hash', ['string', 'long?'], 'long', hash as never),
  udf('hash_xxhash64', ['string', 'long?'], 'long', hash as never),
  udf('hash_combine', ['...long'], 'long', ((first: bigint, ...rest: bigint[]) => rest.reduce(combine, first)) as never),
  udf('hash_many', ['...string'], 'long', ((...texts: string[]) =>
    texts.map((text) => hash(text, null) ?? 0n).reduce(combine)) as never),
  sql('new_guid', [], 'uuid()'),
];

