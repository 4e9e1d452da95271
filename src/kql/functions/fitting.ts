import type { Dynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';
import { numbersOf } from './series.ts';

interface Line {
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

interface TwoLines {
  readonly whole: Line;
  readonly split: number;
  readonly left: Line;
  readonly right: Line;
}

/** The split at which both lines leave least over; each side has two points at least where there are enough. */
function fitTwo(y: readonly number[]): TwoLines | undefined {
  let best: TwoLines | undefined;
  let least = Infinity;
  const left = (line: Line): number => line.rvariance * (line.fit.length - 1);
  for (let split = 1; split < y.length; split++) {
    const sides = [fitLine(y.slice(0, split)), fitLine(y.slice(split))] as const;
    const over = left(sides[0]) + left(sides[1]);
    if (over < least) {
      least = over;
      best = { whole: fitLine(y), split, left: sides[0], right: sides[1] };
    }
  }
  return best;
}

/** The values of series_fit_2lines() in their order, by their names in series_fit_2lines_dynamic(). */
function twoLines(items: Dynamic): [string, Dynamic][] | undefined {
  const y = numbersOf(items);
  const found = y && fitTwo(y);
  if (!found) return undefined;
  const { whole, split, left, right } = found;
  const n = whole.fit.length;
  const residual = (left.rvariance * (split - 1) + right.rvariance * (n - split - 1)) / (n - 1);
  const side = ({ rsquare, slope, interception, variance, rvariance }: Line): [string, Dynamic][] => [
    ['rsquare', rsquare],
    ['slope', slope],
    ['interception', interception],
    ['variance', variance],
    ['rvariance', rvariance],
  ];
  return [
    ['rsquare', whole.variance === 0 ? 1 : 1 - residual / whole.variance],
    ['split_idx', BigInt(split)],
    ['variance', whole.variance],
    ['rvariance', residual],
    ['line_fit', [...left.fit, ...right.fit]],
    ['right', new Map(side(right))],
    ['left', new Map(side(left))],
  ];
}

export const FITTING: readonly ScalarEntry[] = [
  dyn('series_fit_2lines', ['dynamic'], 'dynamic', (items: Dynamic): Dynamic => {
    const values = twoLines(items);
    return (
      values?.flatMap(([, value]): Dynamic[] => (value instanceof Map ? [...value.values()] : [value])) ??
      null
    );
  }),
  dyn('series_fit_2lines_dynamic', ['dynamic'], 'dynamic', (items: Dynamic): Dynamic => {
    const values = twoLines(items);
    return values ? new Map(values) : null;
  }),
  dyn('series_fit_line', ['dynamic'], 'dynamic', line),
  dyn('series_fit_line_dynamic', ['dynamic'], 'dynamic', lineBag),
];
