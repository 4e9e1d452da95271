import type { Dynamic } from '../values/dynamic.ts';
import { compareDynamic, dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

interface Weighted {
  readonly value: Dynamic;
  readonly weight: number;
}

/** Nearest rank: the first value at which the running weight reaches the share of the whole. */
function ranked(values: readonly Weighted[], points: Dynamic): Dynamic {
  const sorted = [...values].sort((a, b) => compareDynamic(a.value, b.value));
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = (Array.isArray(points) ? points.flat() : [points]).filter(isNumber).map(Number);
  return wanted.map((point) => {
    const target = (total * Math.min(100, Math.max(0, point))) / 100;
    let running = 0;
    for (const { value, weight } of sorted) {
      running += weight;
      if (running >= target - 1e-9 * total) return value;
    }
    return sorted.at(-1)?.value ?? null;
  });
}

export const PERCENTILES: readonly ScalarEntry[] = [
  dyn('percentiles_of', ['dynamic', 'dynamic'], 'dynamic', (values: Dynamic, points: Dynamic) =>
    ranked(
      (Array.isArray(values) ? values : [])
        .filter((value) => value !== null)
        .map((value) => ({ value, weight: 1 })),
      points,
    ),
  ),
  dyn('weighted_percentiles_of', ['dynamic', 'dynamic'], 'dynamic', (pairs: Dynamic, points: Dynamic) =>
    ranked(
      (Array.isArray(pairs) ? pairs : []).flatMap((pair): Weighted[] => {
        const [value = null, weight = null] = Array.isArray(pair) ? pair : [];
        return value !== null && isNumber(weight) && Number(weight) > 0
          ? [{ value, weight: Number(weight) }]
          : [];
      }),
      points,
    ),
  ),
];
