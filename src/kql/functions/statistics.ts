import { type ScalarEntry, udf } from './entry.ts';
import { betaDensity, betaQuantile, gamma, incompleteBeta, logGamma } from './specialFunctions.ts';

/** Two-sided p-value of Welch's t-test from means, variances and counts. */
function welch(m1: number, v1: number, c1: number, m2: number, v2: number, c2: number): number | null {
  const [a, b] = [v1 / c1, v2 / c2];
  if (!(a + b > 0)) return null;
  const t2 = (m1 - m2) ** 2 / (a + b);
  const freedom = (a + b) ** 2 / (a ** 2 / (c1 - 1) + b ** 2 / (c2 - 1));
  return incompleteBeta(freedom / (freedom + t2), freedom / 2, 0.5);
}

/** erf of what is not negative, by its series of positive terms. */
function errorFunction(x: number): number {
  if (Number.isNaN(x) || x > 6) return Number.isNaN(x) ? NaN : 1;
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return Math.min(1, (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum);
}

/** erfc of what is not negative: for large ones by a continued fraction, where 1 - erf has no digits left. */
function complement(x: number): number {
  if (!(x > 2)) return 1 - errorFunction(x);
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** Whether the service takes it as a parameter of a beta distribution. */
function isShape(value: number): boolean {
  return value > 0 && value <= 10_000;
}

export const STATISTICS: readonly ScalarEntry[] = [
  udf('welch_test', ['real', 'real', 'real', 'real', 'real', 'real'], 'real', welch),
  udf('beta_cdf', ['real', 'real', 'real'], 'real', (x: number, a: number, b: number) =>
    x >= 0 && x <= 1 && isShape(a) && isShape(b) ? incompleteBeta(x, a, b) : NaN,
  ),
  udf('beta_inv', ['real', 'real', 'real'], 'real', (p: number, a: number, b: number) =>
    p < 0 || p > 1 ? null : isShape(a) && isShape(b) ? betaQuantile(p, a, b) : NaN,
  ),
  udf('beta_pdf', ['real', 'real', 'real'], 'real', (x: number, a: number, b: number) =>
    x >= 0 && x <= 1 && isShape(a) && isShape(b) ? betaDensity(x, a, b) : NaN,
  ),
  udf('erf', ['real'], 'real', (x: number) => (x < 0 ? -errorFunction(-x) : errorFunction(x))),
  udf('erfc', ['real'], 'real', (x: number) => (x < 0 ? 2 - complement(-x) : complement(x))),
  udf('gamma', ['real'], 'real', gamma),
  udf('loggamma', ['real'], 'real', logGamma),
];
