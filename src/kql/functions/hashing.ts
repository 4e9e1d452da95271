import { createHash } from 'node:crypto';
import { type ScalarEntry, sql, udf } from './entry.ts';
import { xxhash64 } from './xxhash64.ts';

const digest = (name: string, algorithm: string): ScalarEntry =>
  udf(name, ['string'], 'string', (text: string) => createHash(algorithm).update(text, 'utf8').digest('hex'));

/** Signed, or the remainder of the unsigned hash. */
function hash(bytes: Buffer, modulus: bigint | null): bigint | null {
  const unsigned = xxhash64(bytes);
  if (modulus === null) return BigInt.asIntN(64, unsigned);
  return modulus <= 0n ? null : unsigned % modulus;
}

/** A datetime is hashed as its eight bytes, a text as UTF-8; the bytes of other types are not known. */
const hashEntry = (name: string): ScalarEntry => ({
  name,
  parameters: ['any', 'long?'],
  lower: ([x = '', modulus = 'NULL::BIGINT'], call) =>
    call.args[0]?.type === 'string' ? `kql_hash_text(${x}, ${modulus})` : `kql_hash_ticks(${x}, ${modulus})`,
  check: (call) =>
    ['string', 'datetime'].includes(call.args[0]?.type ?? '')
      ? undefined
      : `${name}() of ${call.args[0]?.type ?? ''} is not answered exactly; hash its tostring() instead.`,
});

export const HASHING: readonly ScalarEntry[] = [
  digest('hash_md5', 'md5'),
  digest('hash_sha1', 'sha1'),
  digest('hash_sha256', 'sha256'),
  hashEntry('hash'),
  hashEntry('hash_xxhash64'),
  udf('hash_text', ['string', 'long?'], 'long', (text: string, modulus: bigint | null) =>
    hash(Buffer.from(text, 'utf8'), modulus),
  ),
  udf('hash_ticks', ['datetime', 'long?'], 'long', (ticks: bigint, modulus: bigint | null) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(ticks);
    return hash(bytes, modulus);
  }),
  sql('new_guid', [], 'uuid()'),
];
