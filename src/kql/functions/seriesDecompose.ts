import type { Dynamic } from '../values/dynamic.ts';
import { dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';
import { dominantPeriod } from './seriesPeriods.ts';
import { outlierScores } from './seriesOutliers.ts';

interface Options {
  /** Bins; -1 detects it, 0 says that there is none. */
  readonly period: number;
  readonly trend: string;
  /** Points at the end that nothing is learned from. */
  readonly testPoints: number;
  readonly threshold: number;
}

interface Parts {
  readonly values: readonly number[];
  readonly seasonal: readonly number[];
  readonly trend: readonly number[];
  readonly learned: number;
}

const DEFAULT_THRESHOLD = 0.6;

const DETECTED_PERIOD =
  'The season is looked for as series_periods_detect() does; where a series has no clear one, the service may find another.';

/** Seasons are medians of the points of a phase; the trend is of what is left without them. */
function decompose(items: Dynamic, { period, trend, testPoints, threshold }: Options): Parts | undefined {
  if (!Array.isArray(items) || !items.every(isNumber)) return undefined;
  const values = items.map(Number);
  const learned = Math.min(values.length, Math.max(0, values.length - testPoints));
  const learning = values.slice(0, learned);
  if (learned === 0) return undefined;
  const length = period < 0 ? dominantPeriod(learning, threshold) : Math.min(period, learned);
  const season = Array.from({ length }, (_, phase) =>
    median(learning.filter((_, i) => i % length === phase)),
  );
  const seasonal = values.map((_, i) => (length === 0 ? 0 : (season[i % length] ?? 0)));
  const line = trendOf(
    learning.map((value, i) => value - (seasonal[i] ?? 0)),
    trend,
  );
  return { values, seasonal, trend: values.map((_, i) => line(i)), learned };
}

function trendOf(values: readonly number[], kind: string): (i: number) => number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (kind === 'none') return () => 0;
  if (kind === 'avg') return () => mean;
  const middle = (n - 1) / 2;
  let [xy, xx] = [0, 0];
  values.forEach((value, i) => {
    xy += (i - middle) * (value - mean);
    xx += (i - middle) ** 2;
  });
  const slope = xx === 0 ? 0 : xy / xx;
  return (i) => mean + slope * (i - middle);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}

function optionsOf(
  period: bigint | null,
  trend: string | null,
  testPoints: bigint | null,
  threshold: number | null,
): Options {
  return {
    period: clamped(period ?? -1n),
    trend: trend ?? 'avg',
    testPoints: clamped(testPoints ?? 0n),
    threshold: threshold ?? DEFAULT_THRESHOLD,
  };
}

/**
 * No series is so long. Hot code of V8 was seen to take a number made of a bigint near its 64 bits for that whole number, and the
 * difference to a length for one that overflows.
 */
function clamped(value: bigint): number {
  const most = 1n << 31n;
  return Number(value > most ? most : value < -most ? -most : value);
}

/** Baseline, seasonal, trend and residual. */
function components(parts: Parts): number[][] {
  const { values, seasonal, trend } = parts;
  const baseline = seasonal.map((value, i) => value + (trend[i] ?? 0));
  return [baseline, [...seasonal], [...trend], values.map((value, i) => value - (baseline[i] ?? 0))];
}

function anomalies(
  items: Dynamic,
  threshold: number | null,
  period: bigint | null,
  trend: string | null,
  testPoints: bigint | null,
  method: string | null,
  seasonality: number | null,
): Dynamic {
  const parts = decompose(items, optionsOf(period, trend, testPoints, seasonality));
  if (!parts) return null;
  const [baseline = [], , , residual = []] = components(parts);
  const scores = outlierScores(residual, {
    tukey: method === 'tukey',
    learned: parts.learned,
  });
  const limit = threshold ?? 1.5;
  const flags = scores.map((score) => (score > limit ? 1n : score < -limit ? -1n : 0n));
  return [flags, scores, baseline];
}

type Check = NonNullable<ScalarEntry['check']>;

const approximate = DETECTED_PERIOD;

/** Refuses words that are none of the service's. */
function oneOf(index: number, words: readonly string[]): Check {
  return ({ args, name }) => {
    const arg = args[index];
    if (!arg) return undefined;
    const known = arg.kind === 'literal' && typeof arg.value === 'string' && words.includes(arg.value);
    return known ? undefined : `${name}() takes one of ${words.join(', ')} here, as a constant.`;
  };
}

function both(...checks: Check[]): Check {
  return (call) => checks.map((check) => check(call)).find((objection) => objection !== undefined);
}

const TRENDS = ['avg', 'linefit', 'none'];

export const SERIES_DECOMPOSE: readonly ScalarEntry[] = [
  {
    ...dyn(
      'series_seasonal',
      ['dynamic', 'long?', 'long?'],
      'dynamic',
      (items: Dynamic, period: bigint | null, testPoints: bigint | null): Dynamic => {
        const parts = decompose(items, optionsOf(period, 'none', testPoints, null));
        return parts ? [...parts.seasonal] : null;
      },
    ),
    approximate,
  },
  {
    ...dyn(
      'series_decompose',
      ['dynamic', 'long?', 'string?', 'long?', 'real?'],
      'dynamic',
      (
        items: Dynamic,
        period: bigint | null,
        trend: string | null,
        points: bigint | null,
        threshold: number | null,
      ) => {
        const parts = decompose(items, optionsOf(period, trend, points, threshold));
        return parts ? components(parts) : null;
      },
    ),
    approximate,
    check: oneOf(2, TRENDS),
  },
  {
    ...dyn(
      'series_decompose_forecast',
      ['dynamic', 'long', 'long?', 'string?', 'real?'],
      'dynamic',
      (
        items: Dynamic,
        points: bigint,
        period: bigint | null,
        trend: string | null,
        threshold: number | null,
      ) => {
        const parts = decompose(items, optionsOf(period, trend ?? 'linefit', points, threshold));
        return parts ? components(parts) : null;
      },
    ),
    approximate,
    check: both(
      ({ args }) =>
        args.length > 3
          ? undefined
          : "Name the trend of series_decompose_forecast(): the documentation and the service differ over what it is by default; 'linefit' as its fourth argument goes on with a trend.",
      oneOf(3, TRENDS),
    ),
  },
  {
    ...dyn(
      'series_decompose_anomalies',
      ['dynamic', 'real?', 'long?', 'string?', 'long?', 'string?', 'real?'],
      'dynamic',
      anomalies,
    ),
    approximate,
    check: both(oneOf(3, TRENDS), oneOf(5, ['ctukey', 'tukey'])),
  },
];
