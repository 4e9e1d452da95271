/* XXH64 (Yann Collet), seed 0. */
const P1 = 11400714785074694791n;
const P2 = 14029467366897019727n;
const P3 = 1609587929392839161n;
const P4 = 9650029242287828579n;
const P5 = 2870177450012600261n;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, by: bigint): bigint => u64((x << by) | (x >> (64n - by)));
const round = (acc: bigint, input: bigint): bigint => u64(rotate(u64(acc + input * P2), 31n) * P1);
const mergeRound = (acc: bigint, value: bigint): bigint => u64((acc ^ round(0n, value)) * P1 + P4);

export function xxhash64(data: Buffer): bigint {
  let at = 0;
  let h: bigint;
  if (data.length >= 32) {
    let [v1, v2, v3, v4] = [u64(P1 + P2), P2, 0n, u64(-P1)];
    for (; at <= data.length - 32; at += 32) {
      v1 = round(v1, data.readBigUInt64LE(at));
      v2 = round(v2, data.readBigUInt64LE(at + 8));
      v3 = round(v3, data.readBigUInt64LE(at + 16));
      v4 = round(v4, data.readBigUInt64LE(at + 24));
    }
    h = u64(rotate(v1, 1n) + rotate(v2, 7n) + rotate(v3, 12n) + rotate(v4, 18n));
    for (const v of [v1, v2, v3, v4]) h = mergeRound(h, v);
  } else h = P5;
  h = u64(h + BigInt(data.length));
  for (; at + 8 <= data.length; at += 8)
    h = u64(rotate(h ^ round(0n, data.readBigUInt64LE(at)), 27n) * P1 + P4);
  if (at + 4 <= data.length) {
    h = u64(rotate(h ^ u64(BigInt(data.readUInt32LE(at)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < data.length; at++) h = u64(rotate(h ^ u64(BigInt(data[at] ?? 0) * P5), 11n) * P1);
  h = u64((h ^ (h >> 33n)) * P2);
  h = u64((h ^ (h >> 29n)) * P3);
  return h ^ (h >> 32n);
}
