/** 11 bits a digit: few enough buckets that the places written to stay in the processor's cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const PASSES = Math.ceil(64 / DIGIT_BITS);

/**
 * Sorts `time` ascending in place, and `payload` with it; equal times keep their order. No NaN. A radix sort over the
 * bits of the doubles, whose order, once negatives are turned over, is that of the numbers.
 */
export function sortByTime(time: Float64Array<ArrayBuffer>, payload: Uint32Array<ArrayBuffer>): void {
  if (isAscending(time)) return;
  // As pairs of words: as doubles some keys are NaN, whose bits an engine may change when it copies them.
  const words = new Uint32Array(time.buffer, time.byteOffset, 2 * time.length);
  turnNegatives(words, 0x80000000);
  let from = { keys: words, payload };
  let to = { keys: new Uint32Array(words.length), payload: new Uint32Array(payload.length) };
  const starts = digitStarts(words);
  for (let pass = 0; pass < PASSES; pass++) {
    const start = starts[pass];
    if (!start) continue;
    scatter(from, to, pass * DIGIT_BITS, start);
    [from, to] = [to, from];
  }
  if (from.keys !== words) {
    words.set(from.keys);
    payload.set(from.payload);
  }
  turnNegatives(words, 0);
}

interface Keyed {
  readonly keys: Uint32Array;
  readonly payload: Uint32Array;
}

function scatter(from: Keyed, to: Keyed, shift: number, starts: Uint32Array): void {
  const { keys, payload } = from;
  const { keys: nextKeys, payload: nextPayload } = to;
  for (let i = 0; i < payload.length; i++) {
    const low = keys[2 * i] ?? 0;
    const high = keys[2 * i + 1] ?? 0;
    const digit = digitAt(low, high, shift);
    const at = starts[digit] ?? 0;
    starts[digit] = at + 1;
    nextKeys[2 * at] = low;
    nextKeys[2 * at + 1] = high;
    nextPayload[at] = payload[i] ?? 0;
  }
}

function digitAt(low: number, high: number, shift: number): number {
  if (shift >= 32) return (high >>> (shift - 32)) & (DIGITS - 1);
  const across = shift > 32 - DIGIT_BITS ? high << (32 - shift) : 0;
  return ((low >>> shift) | across) & (DIGITS - 1);
}

/** For each pass, where each value of its digit starts; undefined where all keys have the same one. */
function digitStarts(keys: Uint32Array): (Uint32Array | undefined)[] {
  const count = keys.length / 2;
  const counts = Array.from({ length: PASSES }, () => new Uint32Array(DIGITS));
  for (let i = 0; i < count; i++) {
    const low = keys[2 * i] ?? 0;
    const high = keys[2 * i + 1] ?? 0;
    for (let pass = 0; pass < PASSES; pass++) {
      const own = counts[pass];
      const digit = digitAt(low, high, pass * DIGIT_BITS);
      if (own) own[digit] = (own[digit] ?? 0) + 1;
    }
  }
  return counts.map((own, pass) => {
    if (own[digitAt(keys[0] ?? 0, keys[1] ?? 0, pass * DIGIT_BITS)] === count) return undefined;
    let sum = 0;
    return own.map((value) => {
      const start = sum;
      sum += value;
      return start;
    });
  });
}

/** Turns the bits so that unsigned order is the order of the doubles, and with `sign` 0 back. */
function turnNegatives(words: Uint32Array, sign: number): void {
  for (let i = 0; i < words.length; i += 2) {
    const high = words[i + 1] ?? 0;
    const isNegative = sign === 0 ? high >>> 31 === 0 : high >>> 31 === 1;
    words[i + 1] = isNegative ? ~high : high ^ 0x80000000;
    if (isNegative) words[i] = ~(words[i] ?? 0);
  }
}

function isAscending(time: Float64Array): boolean {
  for (let i = 1; i < time.length; i++) if ((time[i] ?? 0) < (time[i - 1] ?? 0)) return false;
  return true;
}
