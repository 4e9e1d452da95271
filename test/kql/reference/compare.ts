import type { KustoType } from '../../../src/domain/kustoType.ts';
import { convert } from './convert.ts';
import { printJson } from './json.ts';
import { unknown } from './unknown.ts';
import { isArray, isBag, known, Unordered, type Typed, type Value } from './values.ts';

const NUMBERS: readonly KustoType[] = ['int', 'long', 'real'];

/** null == null is null, null == x is false. */
export function equals(a: Typed, b: Typed): boolean | null {
  const [left, right] = aligned(a, b);
  if (left.value === null || right.value === null) return left.value === right.value ? null : false;
  if (left.type === 'real' && right.type === 'real') return left.value === right.value;
  return sameValue(left.value, right.value);
}

/** Less than 0, 0 or more; null where either is null, undefined where either is NaN. */
export function compare(a: Typed, b: Typed): number | null | undefined {
  const [left, right] = aligned(a, b);
  const [x, y] = [left.value, right.value];
  if (x === null || y === null) return null;
  if (typeof x === 'number' && Number.isNaN(x)) return undefined;
  if (typeof y === 'number' && Number.isNaN(y)) return undefined;
  return rawCompare(x, y);
}

/** Both as one type: the wider number, or a dynamic as the other's type. */
function aligned(a: Typed, b: Typed): readonly [Typed, Typed] {
  known(a.value);
  known(b.value);
  if (a.type === b.type) {
    if (a.type === 'dynamic') return [simple(a), simple(b)];
    return [a, b];
  }
  if (a.type === 'dynamic') return [undone(a, b.type), b];
  if (b.type === 'dynamic') return [a, undone(b, a.type)];
  if (NUMBERS.includes(a.type) && NUMBERS.includes(b.type)) {
    const wide: KustoType = a.type === 'real' || b.type === 'real' ? 'real' : 'long';
    return [widened(a, wide), widened(b, wide)];
  }
  throw unknown(`comparing ${a.type} with ${b.type}`);
}

function widened(x: Typed, type: KustoType): Typed {
  const value = convert(x, type);
  if (typeof value === 'number' && typeof x.value === 'bigint' && BigInt(value) !== x.value)
    throw unknown('comparing a long that no real holds');
  return { type, value };
}

function simple(x: Typed): Typed {
  if (isArray(x.value) || isBag(x.value)) throw unknown('comparing arrays or bags');
  if (typeof x.value === 'bigint') return { type: 'long', value: x.value };
  if (typeof x.value === 'number') return { type: 'real', value: x.value };
  return x;
}

/** A dynamic against a scalar, where both are plainly of one kind. */
function undone({ value }: Typed, type: KustoType): Typed {
  if (value === null) return { type, value: type === 'string' ? '' : null };
  if (type === 'string' && typeof value === 'string') return { type, value };
  if (type === 'bool' && typeof value === 'boolean') return { type, value };
  if (NUMBERS.includes(type) && typeof value === 'bigint') return widened({ type: 'long', value }, type);
  if (type === 'real' && typeof value === 'number') return { type, value };
  throw unknown(`comparing a dynamic with ${type}`);
}

export function rawCompare(x: Value, y: Value): number {
  if (typeof x === 'string' && typeof y === 'string') return compareText(x, y);
  if (typeof x === 'boolean' && typeof y === 'boolean') return Number(x) - Number(y);
  if ((typeof x === 'bigint' || typeof x === 'number') && (typeof y === 'bigint' || typeof y === 'number'))
    return x < y ? -1 : x > y ? 1 : 0;
  throw unknown('ordering values of these kinds');
}

/** Ordinal, by code point (UTF-8 and UTF-32 order agree; UTF-16 order does not). */
export function compareText(x: string, y: string): number {
  const [a, b] = [[...x], [...y]];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Deep equality of what a dynamic holds; numbers by value, keys in any order.
 * Whether a whole number is the same as a real of its value is not documented, so that is unknown.
 */
export function sameValue(x: Value, y: Value): boolean {
  known(x);
  known(y);
  if (isArray(x) && isArray(y))
    return x.length === y.length && x.every((item, i) => sameValue(item, y[i] ?? null));
  if (isBag(x) && isBag(y))
    return (
      x.size === y.size && [...x].every(([key, value]) => y.has(key) && sameValue(value, y.get(key) ?? null))
    );
  if (typeof x === 'number' && typeof y === 'number') return Object.is(x, y) || x === y;
  if (isNumber(x) && isNumber(y) && typeof x !== typeof y && Number(x) === Number(y))
    throw unknown('a whole number beside a real of its value');
  return x === y;
}

/** One text per group: values that group together have the same. NaN groups with NaN, null with null. */
export function groupKey(type: KustoType, value: Value): string {
  known(value);
  if (value === null) return 'null';
  if (value instanceof Unordered) throw unknown('grouping by an array without order');
  if (type === 'dynamic') return `d${printJson(value)}`;
  if (typeof value === 'number') return `r${Object.is(value, -0) ? 0 : value}`;
  return `${typeof value}${String(value)}`;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
