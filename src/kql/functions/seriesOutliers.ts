import type { Dynamic } from '../values/dynamic.ts';
import { dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

interface Fence {
  readonly tukey: boolean;
  /** How many values from the first on the fence is set by. */
  readonly learned: number;
}

/**
 * By how many ranges between the 10th and 90th percentile a value beyond them must be to score 1: measured, it brings
 * the scores near to those of Tukey's test by quartiles, whose unit is one range.
 */
const DECILE_UNIT = 0.360_671_563_966_202_65;

/** How far each value is beyond a percentile, in ranges between both; 0 between them. */
export function outlierScores(values: readonly number[], { tukey, learned }: Fence): number[] {
  const sorted = values
    .slice(0, learned)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const [low, high] = tukey
    ? [percentile(sorted, 0.25), percentile(sorted, 0.75)]
    : [percentile(sorted, 0.1), percentile(sorted, 0.9)];
  const unit = (high - low) * (tukey ? 1 : DECILE_UNIT);
  return values.map((value) => {
    const beyond = value > high ? value - high : value < low ? value - low : 0;
    return beyond === 0 || unit === 0 ? 0 : beyond / unit;
  });
}

function percentile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

function outliers(items: Dynamic, kind: string | null, ignored: Dynamic): Dynamic {
  if (!Array.isArray(items)) return null;
  const values = items.map((item) => {
    const value = isNumber(item) ? Number(item) : NaN;
    return isNumber(ignored) && value === Number(ignored) ? NaN : value;
  });
  const scores = outlierScores(values, { tukey: kind === 'tukey', learned: values.length });
  return scores.map((score) => (Number.isNaN(score) ? 0 : score));
}

export const SERIES_OUTLIERS: readonly ScalarEntry[] = [
  {
    ...dyn('series_outliers', ['dynamic', 'string?', 'json?'], 'dynamic', outliers),
    check: ({ args }) => {
      const kind = args[1];
      return !kind || (kind.kind === 'literal' && (kind.value === 'tukey' || kind.value === 'ctukey'))
        ? undefined
        : 'series_outliers() takes "ctukey" or "tukey" here, as a constant.';
    },
  },
];
