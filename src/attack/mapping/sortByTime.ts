const DIGITS = 0x10000;

/**
 * The stable order of `time` ascending, as a permutation: result[i] is the index of the i-th smallest. No NaN. A radix
 * sort over the bits of the doubles, whose order, once negatives are turned over, is that of the numbers.
 */
export function sortByTime(time: Float64Array): Uint32Array {
  const count = time.length;
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (isAscending(time)) return order;

  // As pairs of words: as doubles some keys are NaN, whose bits an engine may change when it copies them.
  let keys = new Uint32Array(new Float64Array(time).buffer);
  for (let i = 0; i < count; i++) {
    const high = keys[2 * i + 1] ?? 0;
    const negative = high >>> 31 === 1;
    keys[2 * i + 1] = negative ? ~high : high | 0x80000000;
    if (negative) keys[2 * i] = ~(keys[2 * i] ?? 0);
  }
  let nextKeys = new Uint32Array(2 * count);
  let nextOrder = new Uint32Array(count);
  for (let digit = 0; digit < 4; digit++) {
    const digits = new Uint16Array(keys.buffer);
    const starts = digitStarts(digits, digit, count);
    if (!starts) continue;
    for (let i = 0; i < count; i++) {
      const value = digits[4 * i + digit] ?? 0;
      const at = starts[value] ?? 0;
      starts[value] = at + 1;
      nextKeys[2 * at] = keys[2 * i] ?? 0;
      nextKeys[2 * at + 1] = keys[2 * i + 1] ?? 0;
      nextOrder[at] = order[i] ?? 0;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
}

function isAscending(time: Float64Array): boolean {
  for (let i = 1; i < time.length; i++) if ((time[i] ?? 0) < (time[i - 1] ?? 0)) return false;
  return true;
}

/** Where each value of the digit starts; undefined where all keys have the same one. */
function digitStarts(digits: Uint16Array, digit: number, count: number): Uint32Array | undefined {
  const starts = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < count; i++) {
    const value = (digits[4 * i + digit] ?? 0) + 1;
    starts[value] = (starts[value] ?? 0) + 1;
  }
  if (starts[(digits[digit] ?? 0) + 1] === count) return undefined;
  for (let value = 1; value <= DIGITS; value++)
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  return starts;
}
