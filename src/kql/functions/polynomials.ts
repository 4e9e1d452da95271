import type { Dynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';
import { numbersOf } from './series.ts';

const HIGHEST_DEGREE = 20;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Coefficients from the lowest power on, by Householder reflections of the powers of x. */
function leastSquares(x: readonly number[], y: readonly number[], degree: number): number[] | undefined {
  const rows = x.map((value) => Array.from({ length: degree + 1 }, (_, k) => value ** k));
  const target = [...y];
  const at = (i: number, k: number): number => rows[i]?.[k] ?? 0;
  for (let k = 0; k <= degree; k++) {
    const norm = Math.hypot(...rows.slice(k).map((row) => row[k] ?? 0));
    if (!(norm > 0)) return undefined;
    const v = rows.map((row, i) => (i < k ? 0 : (row[k] ?? 0)));
    v[k] = at(k, k) + (at(k, k) < 0 ? -norm : norm);
    const size = v.reduce((sum, value) => sum + value * value, 0);
    const reflect = (column: readonly number[]): number =>
      (2 * v.reduce((sum, value, i) => sum + value * (column[i] ?? 0), 0)) / size;
    for (let j = k; j <= degree; j++) {
      const by = reflect(rows.map((row) => row[j] ?? 0));
      rows.forEach((row, i) => (row[j] = (row[j] ?? 0) - by * (v[i] ?? 0)));
    }
    const by = reflect(target);
    target.forEach((value, i) => (target[i] = value - by * (v[i] ?? 0)));
  }
  const solution = new Array<number>(degree + 1).fill(0);
  for (let k = degree; k >= 0; k--) {
    let value = target[k] ?? 0;
    for (let j = k + 1; j <= degree; j++) value -= at(k, j) * (solution[j] ?? 0);
    solution[k] = value / at(k, k);
  }
  return solution;
}

/** R², coefficients from the highest power on, variance, residual variance and the fitted series. */
function fitPolynomial(series: Dynamic, axis: Dynamic, degree: bigint | null): Dynamic {
  const y = numbersOf(series);
  const x = axis === null ? y?.map((_, i) => i + 1) : numbersOf(axis);
  const power = Number(degree ?? 1n);
  if (!y || x?.length !== y.length || power < 1 || power > HIGHEST_DEGREE || y.length <= power) return null;
  const solution = leastSquares(x, y, power);
  if (!solution) return null;
  const fit = x.map((value) => solution.reduceRight((sum, c) => sum * value + c, 0));
  const middle = mean(y);
  const total = y.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const residual = y.reduce((sum, value, i) => sum + (value - (fit[i] ?? 0)) ** 2, 0);
  return [
    total === 0 ? 1 : 1 - residual / total,
    [...solution].reverse(),
    total / (y.length - 1),
    residual / (y.length - 1),
    fit,
  ];
}

export const POLYNOMIALS: readonly ScalarEntry[] = [
  dyn('series_fit_poly', ['dynamic', 'dynamic?', 'long?'], 'dynamic', fitPolynomial),
];
