import type { Dynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';
import { numbersOf } from './series.ts';

export interface Line {
  readonly rsquare: number;
  readonly slope: number;
  readonly variance: number;
  readonly rvariance: number;
  readonly interception: number;
  readonly fit: number[];
}

/** Least squares over x = 0, 1, 2 …; variances are of samples. */
function fitLine(y: readonly number[]): Line {
  const n = y.length;
  const meanX = (n - 1) / 2;
  const meanY = y.reduce((all, v) => all + v, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  y.forEach((v, i) => {
    xx += (i - meanX) ** 2;
    xy += (i - meanX) * (v - meanY);
    yy += (v - meanY) ** 2;
  });
  const slope = xx === 0 ? 0 : xy / xx;
  const interception = meanY - slope * meanX;
  const fit = y.map((_, i) => interception + slope * i);
  const residual = y.reduce((all, v, i) => all + (v - (fit[i] ?? 0)) ** 2, 0);
  return {
    rsquare: yy === 0 ? 1 : 1 - residual / yy,
    slope,
    variance: n > 1 ? yy / (n - 1) : 0,
    rvariance: n > 1 ? residual / (n - 1) : 0,
    interception,
    fit,
  };
}

function line(items: Dynamic): Dynamic {
  const y = numbersOf(items);
  if (!y || y.length === 0) return null;
  const f = fitLine(y);
  return [f.rsquare, f.slope, f.variance, f.rvariance, f.interception, f.fit];
}

function lineBag(items: Dynamic): Dynamic {
  const values = line(items);
  if (!Array.isArray(values)) return null;
  const names = ['rsquare', 'slope', 'variance', 'rvariance', 'interception', 'line_fit'];
  return new Map(names.map((name, i) => [name, values[i] ?? null]));
}

export const FITTING: readonly ScalarEntry[] = [
  dyn('series_fit_line', ['dynamic'], 'dynamic', line),
  dyn('series_fit_line_dynamic', ['dynamic'], 'dynamic', lineBag),
];
