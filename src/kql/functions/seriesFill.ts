import type { Dynamic } from '../values/dynamic.ts';
import { compareDynamic, isNumber } from './dyn.ts';

function isMissing(item: Dynamic, placeholder: Dynamic): boolean {
  return item === null || (placeholder !== null && compareDynamic(item, placeholder) === 0);
}

/** Each missing element takes the nearest one before it; those before the first keep as they are. */
export function fillForward(items: Dynamic, placeholder: Dynamic): Dynamic {
  if (!Array.isArray(items)) return null;
  let last: Dynamic | undefined;
  return items.map((item) => {
    if (!isMissing(item, placeholder)) last = item;
    return last === undefined ? item : isMissing(item, placeholder) ? last : item;
  });
}

/**
 * Missing elements lie on the line between their neighbours, cut to whole numbers where the series is whole; the edges
 * take the nearest element unless told not to; a series with nothing known is filled with a constant.
 */
export function fillLinear(
  items: Dynamic,
  placeholder: Dynamic,
  edges: boolean | null,
  constant: Dynamic,
): Dynamic {
  if (!Array.isArray(items)) return null;
  const known = items.flatMap((item, i) => (isMissing(item, placeholder) || !isNumber(item) ? [] : [i]));
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return items.map(() => constant ?? 0n);
  const whole = known.every((i) => typeof items[i] === 'bigint');
  return items.map((item, i) => {
    if (!isMissing(item, placeholder)) return item;
    if (i < first || i > last) return edges === false ? item : (items[i < first ? first : last] ?? null);
    const before = known.findLast((k) => k < i) ?? first;
    const after = known.find((k) => k > i) ?? last;
    const [a, b] = [Number(items[before]), Number(items[after])];
    const value = a + ((b - a) * (i - before)) / (after - before);
    return whole ? BigInt(Math.trunc(value)) : value;
  });
}
