import type { KustoType } from '../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { compare, groupKey } from './compare.ts';
import { asDynamic, convert } from './convert.ts';
import { distinct } from './functions/bags.ts';
import { anyOf } from './rows.ts';
import { overflow, unknown } from './unknown.ts';
import { fitting, Inexact, isArray, isBag, known, Unordered, type Typed, type Value } from './values.ts';

/** A group's rows as one aggregate sees them: its arguments in each row, in the rows' order. */
export interface Group {
  readonly rows: readonly (readonly Typed[])[];
  readonly ranks: readonly number[] | undefined;
  readonly type: KustoType;
}

type Aggregate = (group: Group) => Value;

/** Names that take a condition as their last required argument, and what they are without it. */
const CONDITIONAL: Readonly<Record<string, readonly [plain: string, at: number]>> = {
  countif: ['count', 0],
  sumif: ['sum', 1],
  avgif: ['avg', 1],
  minif: ['min', 1],
  maxif: ['max', 1],
  dcountif: ['dcount', 1],
  count_distinctif: ['count_distinct', 1],
  take_anyif: ['take_any', 1],
  anyif: ['any', 1],
  make_list_if: ['make_list', 1],
  make_set_if: ['make_set', 1],
  make_bag_if: ['make_bag', 1],
  stdevif: ['stdev', 1],
  varianceif: ['variance', 1],
  variancepif: ['variancep', 1],
  covarianceif: ['covariance', 2],
  covariancepif: ['covariancep', 2],
};

function given(group: Group): Typed[] {
  return group.rows.flatMap(([value]) => (value && known(value.value) !== null ? [value] : []));
}

function reals(group: Group, index = 0): number[] {
  return group.rows.flatMap((row) => {
    const value = row[index] && known(convert(row[index], 'real'));
    return typeof value === 'number' ? [value] : [];
  });
}

/** Whether sums of these come out the same in any order: few bits each, or no numbers at all. */
function anyOrder(values: readonly number[]): boolean {
  const finite = values.filter(Number.isFinite);
  return finite.every((value) => Number.isInteger(value * 1024) && Math.abs(value) < 2 ** 40);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sum(group: Group): Value {
  if (group.type === 'real') {
    const values = reals(group);
    return anyOrder(values) ? sumOf(values) : new Inexact(sumOf(values));
  }
  return fitting(
    given(group).reduce((total, { value }) => total + (value as bigint), 0n),
    group.type,
  );
}

function average(group: Group): Value {
  if (group.type === 'real') {
    const values = reals(group);
    if (values.length === 0) return NaN;
    const mean = sumOf(values) / values.length;
    return anyOrder(values) ? mean : new Inexact(mean);
  }
  const values = given(group);
  if (values.length === 0) return null;
  const total = values.reduce((so, { value }) => so + (value as bigint), 0n);
  if (total % BigInt(values.length) !== 0n) throw unknown('an average between ticks');
  return total / BigInt(values.length);
}

const extreme =
  (sign: 1 | -1): Aggregate =>
  (group) => {
    let best: Typed | undefined;
    for (const value of given(group)) {
      if (value.type === 'bool' || value.type === 'dynamic' || value.type === 'guid')
        throw unknown(`the extreme of ${value.type}`);
      if (Number.isNaN(value.value)) throw unknown('the extreme of NaN');
      if (!best || (compare(value, best) ?? 0) * sign > 0) best = value;
    }
    if (!best && group.type === 'string') throw unknown('the extreme of no text');
    return best?.value ?? null;
  };

function distinctCount(group: Group): Value {
  const seen = new Set(
    given(group).map(({ type, value }) => {
      if (value === '') throw unknown('whether an empty text counts');
      if (Number.isNaN(value)) throw unknown('whether NaN counts');
      return groupKey(type, value);
    }),
  );
  return BigInt(seen.size);
}

/** Elements in the rows' order where that is given; free where it is not. */
function listed(group: Group, withNulls: boolean): Value {
  const pairs = group.rows.flatMap(([value], i) => {
    const element = value ? asDynamic(value) : null;
    if (isArray(element)) throw unknown('a list of arrays');
    return element === null && !withNulls ? [] : [{ element, rank: group.ranks?.[i] }];
  });
  const free = !group.ranks || new Set(pairs.map(({ rank }) => rank)).size < pairs.length;
  const elements = pairs.map(({ element }) => element);
  const size = limit(group);
  if (size !== undefined && size < elements.length && free) throw unknown('a limited list without order');
  const kept = size === undefined ? elements : elements.slice(0, size);
  return free && kept.length > 1 ? Unordered.from_(kept) : kept;
}

function limit({ rows }: Group): number | undefined {
  const size = rows[0]?.[1]?.value;
  if (size === undefined) return undefined;
  if (typeof size !== 'bigint' || size < 1n) throw unknown('the size of a list');
  return Number(size);
}

function setOf(group: Group): Value {
  const elements = distinct(
    given(group).map((value) => {
      const element = asDynamic(value);
      if (isArray(element)) throw unknown('a set of arrays');
      if (element === '' || Number.isNaN(element)) throw unknown('an empty text or NaN in a set');
      return element;
    }),
  );
  const size = limit(group);
  if (size !== undefined && size < elements.length) throw unknown('which elements a limited set keeps');
  return Unordered.from_(elements);
}

/** All keys; where several rows have a key with several values the choice is arbitrary. */
function bagOf(group: Group): Value {
  const choices = new Map<string, Value[]>();
  for (const { value } of given(group)) {
    if (!isBag(value)) continue;
    for (const [key, member] of value) choices.set(key, [...(choices.get(key) ?? []), member]);
  }
  if (limit(group) !== undefined) throw unknown('which keys a limited bag keeps');
  return new Map([...choices].map(([key, members]) => [key, anyOf(members, 'which value a bag keeps')]));
}

/** A spread is the same wherever it lies; near zero, equal values have none, whatever the mean of large ones is rounded to. */
function fromFirst(values: readonly number[]): number[] {
  return values.map((value) => value - (values[0] ?? 0));
}

const spread =
  (sample: boolean, root: boolean): Aggregate =>
  (group) => {
    const values = reals(group);
    if (values.some((value) => !Number.isFinite(value))) throw unknown('the spread of no numbers');
    if (values.length < 2) return 0;
    const apart = fromFirst(values);
    const mean = apart.reduce((total, value) => total + value, 0) / values.length;
    const squares = apart.reduce((total, value) => total + (value - mean) ** 2, 0);
    if (!Number.isFinite(squares)) throw overflow('squares');
    const variance = squares / (values.length - (sample ? 1 : 0));
    return new Inexact(root ? Math.sqrt(variance) : variance);
  };

const covariance =
  (sample: boolean): Aggregate =>
  (group) => {
    const pairs = group.rows.flatMap(([x, y]): [number, number][] => {
      const [a, b] = [x && known(convert(x, 'real')), y && known(convert(y, 'real'))];
      return typeof a === 'number' && typeof b === 'number' ? [[a, b]] : [];
    });
    if (pairs.flat().some((value) => !Number.isFinite(value))) throw unknown('the covariance of no numbers');
    if (pairs.length < 2) throw unknown('the covariance of fewer than two');
    const [xs, ys] = [fromFirst(pairs.map(([x]) => x)), fromFirst(pairs.map(([, y]) => y))];
    const mean = (values: readonly number[]): number => values.reduce((so, x) => so + x, 0) / pairs.length;
    const [mx, my] = [mean(xs), mean(ys)];
    const products = xs.map((x, i) => (x - mx) * ((ys[i] ?? 0) - my));
    const total = products.reduce((so, product) => so + product, 0);
    const size = products.reduce((so, product) => so + Math.abs(product), 0);
    const divisor = pairs.length - (sample ? 1 : 0);
    return new Inexact(total / divisor, (pairs.length * Number.EPSILON * size) / divisor);
  };

const bits =
  (f: (a: bigint, b: bigint) => bigint): Aggregate =>
  (group) => {
    const values = given(group).map((value) => {
      if (value.type !== 'int' && value.type !== 'long') throw unknown(`bits of ${value.type}`);
      return value.value as bigint;
    });
    if (values.length === 0) throw unknown('bits of nothing');
    return values.reduce(f);
  };

const takeAny: Aggregate = (group) => {
  const values = given(group).map(({ value }) => value);
  if (values.length === 0) throw unknown('any of nothing');
  return anyOf(values, 'which one is taken');
};

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: ({ rows }) => BigInt(rows.length),
  sum,
  avg: average,
  min: extreme(-1),
  max: extreme(1),
  dcount: distinctCount,
  count_distinct: distinctCount,
  take_any: takeAny,
  any: takeAny,
  make_list: (group) => listed(group, false),
  makelist: (group) => listed(group, false),
  make_list_with_nulls: (group) => listed(group, true),
  make_set: setOf,
  makeset: setOf,
  make_bag: bagOf,
  stdev: spread(true, true),
  stdevp: spread(false, true),
  variance: spread(true, false),
  variancep: spread(false, false),
  covariance: covariance(true),
  covariancep: covariance(false),
  binary_all_and: bits((a, b) => a & b),
  binary_all_or: bits((a, b) => a | b),
  binary_all_xor: bits((a, b) => a ^ b),
};

export interface AggregateCall {
  readonly run: Aggregate;
  /** Which argument is a condition that a row must meet. */
  readonly conditionAt?: number;
}

export function aggregateNamed(name: string): AggregateCall | undefined {
  const conditional = CONDITIONAL[name];
  const run = AGGREGATES[conditional?.[0] ?? name];
  if (!run) return undefined;
  return conditional ? { run, conditionAt: conditional[1] } : { run };
}

export function isAggregate(node: SyntaxNode, name: string | undefined): boolean {
  return name !== undefined && !node.expansion && aggregateNamed(name) !== undefined;
}
