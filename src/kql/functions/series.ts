import type { Dynamic } from '../values/dynamic.ts';
import { compareDynamic, dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';
import { fillForward, fillLinear } from './seriesFill.ts';

type Number2 = (a: number, b: number) => number;

const REAL_ERRORS = Number.NaN;

/** An element that is no number makes null in its place. */
function each(f: (x: number) => number): (items: Dynamic) => Dynamic {
  return (items) =>
    Array.isArray(items) ? items.map((item) => (isNumber(item) ? f(Number(item)) : null)) : null;
}

/** Both series element by element up to the shorter's end; a single number stands for a series of it. */
function pairwise(f: (a: Dynamic, b: Dynamic) => Dynamic): (a: Dynamic, b: Dynamic) => Dynamic {
  return (a, b) => {
    if (!Array.isArray(a) && !Array.isArray(b)) return null;
    const length = Math.max(Array.isArray(a) ? a.length : 1, Array.isArray(b) ? b.length : 1);
    const at = (items: Dynamic, i: number): Dynamic => (Array.isArray(items) ? (items[i] ?? null) : items);
    return Array.from({ length }, (_, i) => f(at(a, i), at(b, i)));
  };
}

/** Whole numbers stay whole where the operation keeps them so. */
function arithmetic(
  real: Number2,
  whole?: (a: bigint, b: bigint) => bigint,
): (a: Dynamic, b: Dynamic) => Dynamic {
  return pairwise((a, b) => {
    if (!isNumber(a) || !isNumber(b)) return null;
    if (whole && typeof a === 'bigint' && typeof b === 'bigint') return whole(a, b);
    return real(Number(a), Number(b));
  });
}

function comparison(test: (order: number) => boolean): (a: Dynamic, b: Dynamic) => Dynamic {
  return pairwise((a, b) => (isNumber(a) && isNumber(b) ? test(compareDynamic(a, b)) : null));
}

export function numbersOf(items: Dynamic): number[] | undefined {
  if (!Array.isArray(items)) return undefined;
  return items.filter(isNumber).map(Number);
}

function sum(items: Dynamic): number | null {
  return numbersOf(items)?.reduce((total, x) => total + x, 0) ?? null;
}

function dot(a: Dynamic, b: Dynamic): number | null {
  const products = arithmetic((x, y) => x * y)(a, b);
  return sum(products);
}

function isEmpty(items: Dynamic): boolean {
  return Array.isArray(items) && items.length === 0;
}

function filter(x: Dynamic, b: Dynamic, a: Dynamic): Dynamic {
  const [input, numerators, denominators] = [numbersOf(x), numbersOf(b), numbersOf(a)];
  if (!input || !numerators || !denominators || denominators[0] === undefined || denominators[0] === 0)
    return null;
  const out: number[] = [];
  const scale = denominators[0];
  input.forEach((_, n) => {
    let value = 0;
    numerators.forEach((c, k) => (value += n >= k ? c * (input[n - k] ?? 0) : 0));
    denominators.slice(1).forEach((c, k) => (value -= n > k ? c * (out[n - k - 1] ?? 0) : 0));
    out.push(value / scale);
  });
  return out;
}

/** Centred where asked; normalised by the sum of the coefficients unless told not to. */
function fir(x: Dynamic, coefficients: Dynamic, normalize: boolean | null, center: boolean | null): Dynamic {
  const [input, c] = [numbersOf(x), numbersOf(coefficients)];
  if (!input || !c) return null;
  const total = c.reduce((all, value) => all + value, 0);
  const scale = (normalize ?? true) && total !== 0 ? total : 1;
  const shift = center === true ? Math.floor(c.length / 2) : 0;
  return input.map(
    (_, i) => c.reduce((value, weight, k) => value + weight * (input[i + shift - k] ?? 0), 0) / scale,
  );
}

function stats(items: Dynamic, ignoreNonFinite: boolean | null): Dynamic {
  if (!Array.isArray(items)) return null;
  const values = items
    .map((item, i) => ({ value: isNumber(item) ? Number(item) : NaN, i }))
    .filter(({ value }) => (ignoreNonFinite === true ? Number.isFinite(value) : true));
  if (values.length === 0 || values.some(({ value }) => Number.isNaN(value))) return null;
  const min = values.reduce((best, x) => (x.value < best.value ? x : best));
  const max = values.reduce((best, x) => (x.value > best.value ? x : best));
  const total = values.reduce((all, { value }) => all + value, 0);
  const mean = total / values.length;
  const variance =
    values.length > 1
      ? values.reduce((all, { value }) => all + (value - mean) ** 2, 0) / (values.length - 1)
      : 0;
  return new Map<string, Dynamic>([
    ['min', min.value],
    ['min_idx', BigInt(min.i)],
    ['max', max.value],
    ['max_idx', BigInt(max.i)],
    ['avg', mean],
    ['stdev', Math.sqrt(variance)],
    ['variance', variance],
    ['sum', total],
    ['len', BigInt(values.length)],
  ]);
}

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  acos: (x) => (Math.abs(x) > 1 ? REAL_ERRORS : Math.acos(x)),
  asin: (x) => (Math.abs(x) > 1 ? REAL_ERRORS : Math.asin(x)),
  atan: Math.atan,
  ceiling: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  sin: Math.sin,
  tan: Math.tan,
};

export const SERIES: readonly ScalarEntry[] = [
  ...Object.entries(UNARY).map(([name, f]) => dyn(`series_${name}`, ['dynamic'], 'dynamic', each(f))),
  dyn('series_abs', ['dynamic'], 'dynamic', (items: Dynamic) =>
    Array.isArray(items)
      ? items.map((x) =>
          typeof x === 'bigint' ? (x < 0n ? -x : x) : typeof x === 'number' ? Math.abs(x) : null,
        )
      : null,
  ),
  dyn('series_sign', ['dynamic'], 'dynamic', (items: Dynamic) =>
    Array.isArray(items)
      ? items.map((x) => (isNumber(x) && !Number.isNaN(x) ? BigInt(Math.sign(Number(x))) : null))
      : null,
  ),
  dyn(
    'series_add',
    ['json', 'json'],
    'dynamic',
    arithmetic(
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  ),
  dyn(
    'series_subtract',
    ['json', 'json'],
    'dynamic',
    arithmetic(
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  ),
  dyn(
    'series_multiply',
    ['json', 'json'],
    'dynamic',
    arithmetic(
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  ),
  dyn(
    'series_divide',
    ['json', 'json'],
    'dynamic',
    arithmetic((a, b) => a / b),
  ),
  dyn(
    'series_pow',
    ['json', 'json'],
    'dynamic',
    arithmetic((a, b) => a ** b),
  ),
  dyn(
    'series_equals',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order === 0),
  ),
  dyn(
    'series_not_equals',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order !== 0),
  ),
  dyn(
    'series_less',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order < 0),
  ),
  dyn(
    'series_less_equals',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order <= 0),
  ),
  dyn(
    'series_greater',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order > 0),
  ),
  dyn(
    'series_greater_equals',
    ['json', 'json'],
    'dynamic',
    comparison((order) => order >= 0),
  ),
  dyn('series_sum', ['dynamic'], 'real', sum),
  dyn(
    'series_product',
    ['dynamic'],
    'real',
    (items: Dynamic) => numbersOf(items)?.reduce((all, x) => all * x, 1) ?? null,
  ),
  dyn('series_dot_product', ['json', 'json'], 'real', dot),
  dyn('series_magnitude', ['dynamic'], 'real', (items: Dynamic) => {
    const values = numbersOf(items);
    return values ? Math.sqrt(values.reduce((all, x) => all + x * x, 0)) : null;
  }),
  dyn(
    'series_cosine_similarity',
    ['dynamic', 'dynamic', 'real?', 'real?'],
    'real',
    (a: Dynamic, b: Dynamic, m: number | null, n: number | null) => {
      const size = (items: Dynamic): number => Math.sqrt(dot(items, items) ?? 0);
      const product = dot(a, b);
      return product === null || isEmpty(a) || isEmpty(b)
        ? null
        : product / ((m ?? size(a)) * (n ?? size(b)));
    },
  ),
  dyn('series_pearson_correlation', ['dynamic', 'dynamic'], 'real', (a: Dynamic, b: Dynamic) => {
    const [x, y] = [numbersOf(a), numbersOf(b)];
    if (!x || !y || x.length !== y.length || x.length === 0) return null;
    const [mx, my] = [x, y].map((values) => values.reduce((all, v) => all + v, 0) / values.length) as [
      number,
      number,
    ];
    const over = x.reduce((all, v, i) => all + (v - mx) * ((y[i] ?? 0) - my), 0);
    const spread = (values: number[], mean: number): number =>
      Math.sqrt(values.reduce((all, v) => all + (v - mean) ** 2, 0));
    return over / (spread(x, mx) * spread(y, my));
  }),
  dyn('series_iir', ['dynamic', 'dynamic', 'dynamic'], 'dynamic', filter),
  dyn('series_fir', ['dynamic', 'dynamic', 'bool?', 'bool?'], 'dynamic', fir),
  dyn('series_fill_forward', ['dynamic', 'json?'], 'dynamic', (items: Dynamic, missing: Dynamic) =>
    fillForward(items, missing),
  ),
  dyn('series_fill_backward', ['dynamic', 'json?'], 'dynamic', (items: Dynamic, missing: Dynamic) => {
    const reversed = fillForward(Array.isArray(items) ? [...items].reverse() : items, missing);
    return Array.isArray(reversed) ? reversed.reverse() : reversed;
  }),
  dyn(
    'series_fill_const',
    ['dynamic', 'json', 'json?'],
    'dynamic',
    (items: Dynamic, value: Dynamic, missing: Dynamic) =>
      Array.isArray(items)
        ? items.map((item) =>
            item === null || (missing !== null && compareDynamic(item, missing) === 0) ? value : item,
          )
        : null,
  ),
  dyn('series_fill_linear', ['dynamic', 'json?', 'bool?', 'json?'], 'dynamic', fillLinear),
  dyn('series_stats_dynamic', ['dynamic', 'bool?'], 'dynamic', stats),
  dyn('series_stats', ['dynamic', 'bool?'], 'dynamic', (items: Dynamic, ignore: boolean | null) => {
    const bag = stats(items, ignore);
    return bag instanceof Map
      ? ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'].map((key) => bag.get(key) ?? null)
      : null;
  }),
];
