import { carryRefusal, refuse } from '../diagnostics.ts';
import type { Dynamic } from '../values/dynamic.ts';
import { dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

/** The service's own limit; the longest is shorter than half of the series, by what the service was seen to answer. */
const SHORTEST = 4;
/** A multiple of a period is a period of its own only where it is surer by that much. */
const SURER = 0.05;
/** Below that, two scores differ by rounding alone. */
const SAME = 1e-9;
/** The service's own limit. */
const MOST_VALIDATED = 16;

interface Period {
  readonly period: number;
  /** From 0 to 1. */
  readonly score: number;
}

/**
 * By lag below half of the series, how like it is to itself when it is turned by so much: its circular autocorrelation, from 0
 * at the lag where it is least alike to 1 at none. The documented scores are these to the last digit.
 */
function likeness(values: readonly number[]): number[] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviations = values.map((value) => value - mean);
  const products = Array.from({ length: Math.floor(n / 2) + 1 }, (_, lag) =>
    deviations.reduce((sum, value, i) => sum + value * (deviations[(i + lag) % n] ?? 0), 0),
  );
  const least = products.reduce((a, b) => Math.min(a, b), Infinity);
  const span = (products[0] ?? 0) - least;
  return products.slice(0, Math.ceil(n / 2)).map((product) => (span > 0 ? (product - least) / span : 0));
}

/** Whether nothing from half of the lag to one and a half times it is as like; of those that are alike, the shortest counts. */
function isPeak(like: readonly number[], lag: number): boolean {
  const own = like[lag] ?? 0;
  if (lag < SHORTEST || own <= 0) return false;
  return like
    .slice(Math.ceil(lag / 2), Math.floor(lag * 1.5) + 1)
    .every((other, i) => (Math.ceil(lag / 2) + i < lag ? other < own - SAME : other <= own + SAME));
}

/** The surest first. */
function periodsOf(values: readonly number[]): Period[] {
  const like = likeness(values);
  const found: Period[] = [];
  for (const [period, score] of like.entries()) {
    if (!isPeak(like, period)) continue;
    const repeats = (other: Period): boolean =>
      Math.abs(period - Math.round(period / other.period) * other.period) <= 1 && score < other.score + SURER;
    if (!found.some(repeats)) found.push({ period, score });
  }
  return found.sort((a, b) => b.score - a.score);
}

/** The surest period whose score is at least `threshold`; 0 where there is none. */
export function dominantPeriod(values: readonly number[], threshold: number): number {
  const [surest] = periodsOf(values);
  return surest && surest.score >= threshold ? surest.period : 0;
}

function detect(items: Dynamic, shortest: number, longest: number, count: bigint): Dynamic {
  if (!Array.isArray(items) || !items.every(isNumber) || count < 0n) return null;
  const found = periodsOf(items.map(Number)).filter(({ period }) => period >= shortest && period <= longest);
  const length = Math.min(Number(count), items.length);
  const padded = (values: readonly number[]): number[] => Array.from({ length }, (_, i) => values[i] ?? 0);
  return [padded(found.map(({ period }) => period)), padded(found.map(({ score }) => score))];
}

function validate(items: Dynamic, ...periods: number[]): Dynamic {
  if (!Array.isArray(items) || !items.every(isNumber)) return null;
  const like = likeness(items.map(Number));
  const score = (period: number): number => {
    if (period < SHORTEST || period >= like.length) return 0;
    if (!Number.isInteger(period))
      throw carryRefusal(
        refuse(
          'argument-not-exact',
          'series_periods_validate(): the score of a period that is no whole number of bins is not documented.',
          { start: 0, length: 0 },
          'Round it.',
        ),
      );
    return isPeak(like, period) ? (like[period] ?? 0) : 0;
  };
  return [periods, periods.map(score)];
}

const approximate =
  'The score of a period is the service’s. Which lags are periods is not documented: here those that are surest from half to one and a half times their length.';

export const SERIES_PERIODS: readonly ScalarEntry[] = [
  { ...dyn('series_periods_detect', ['dynamic', 'real', 'real', 'long'], 'dynamic', detect), approximate },
  {
    ...dyn('series_periods_validate', ['dynamic', 'real', '...real'], 'dynamic', validate),
    approximate,
    check: ({ args }) =>
      args.length > MOST_VALIDATED + 1
        ? `series_periods_validate() takes ${MOST_VALIDATED} periods at most.`
        : undefined,
  },
];
