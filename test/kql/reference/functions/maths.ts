import { unknown } from '../unknown.ts';
import { fitting, Inexact, type Typed, type Value } from '../values.ts';
import { convert } from '../convert.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

/** A function of reals whose last bits depend on the library. */
const library = (f: (x: number) => number): ReferenceFunction => typed(['real'], ([x]) => new Inexact(f(x)));

const exact = (f: (x: number) => number): ReferenceFunction => typed(['real'], ([x]) => f(x));

function floorDiv(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y < 0n ? quotient - 1n : quotient;
}

/** Rounds down to a multiple: of the moment's or number's own type. */
function bin([value, size]: readonly Typed[]): Value {
  if (!value || !size) throw unknown('bin without a size');
  if (value.value === null || size.value === null) return null;
  if (value.type === 'real' || size.type === 'real') {
    if (value.type !== 'real' && value.type !== 'int' && value.type !== 'long')
      throw unknown('bin of time by real');
    const [x, s] = [convert(value, 'real') as number, convert(size, 'real') as number];
    if (!(s > 0) || !Number.isFinite(s)) throw unknown('bin by a size that is not positive');
    return Math.floor(x / s) * s;
  }
  if (typeof value.value !== 'bigint' || typeof size.value !== 'bigint')
    throw unknown(`bin of ${value.type}`);
  if (size.value <= 0n) throw unknown('bin by a size that is not positive');
  return fitting(floorDiv(value.value, size.value) * size.value, value.type);
}

const bitwise = (f: (x: bigint, y: bigint) => bigint): ReferenceFunction =>
  typed(['long', 'long'], ([x, y]) => BigInt.asIntN(64, f(x, y)));

function shift(left: boolean): ReferenceFunction {
  return typed(['long', 'long'], ([x, by]) => {
    if (by < 0n || by > 63n) throw unknown('a shift beyond 63 bits');
    return left ? BigInt.asIntN(64, x << by) : x >> by;
  });
}

export const MATHS: Readonly<Record<string, ReferenceFunction>> = {
  abs: raw(([x]) => {
    if (!x || x.value === null) return null;
    if (typeof x.value === 'number') return Math.abs(x.value);
    if (typeof x.value !== 'bigint') throw unknown(`abs of ${x.type}`);
    return fitting(x.value < 0n ? -x.value : x.value, x.type);
  }),
  sign: typed(['real'], ([x], { type }) => {
    if (Number.isNaN(x)) throw unknown('the sign of NaN');
    const sign = x > 0 ? 1 : x < 0 ? -1 : 0;
    return type === 'real' ? sign : BigInt(sign);
  }),
  ceiling: raw(([x], { type }) => {
    if (!x || x.value === null) return null;
    if (type !== 'real') return x.value;
    return Math.ceil(convert(x, 'real') as number);
  }),
  floor: raw(bin),
  bin: raw(bin),
  bin_at: raw(([value, size, at]) => {
    if (!value || !size || !at) throw unknown('bin_at with less than three arguments');
    if (value.value === null || size.value === null || at.value === null) return null;
    if (typeof value.value !== 'bigint' || typeof size.value !== 'bigint' || typeof at.value !== 'bigint')
      throw unknown('bin_at of reals');
    if (size.value <= 0n) throw unknown('bin_at by a size that is not positive');
    const offset = fitting(value.value - at.value, 'long');
    return fitting(at.value + floorDiv(offset, size.value) * size.value, value.type);
  }),
  round: raw(([x, digits], { type }) => {
    if (!x || x.value === null) return null;
    if (digits && digits.value !== 0n) throw unknown('rounding to digits');
    if (type !== 'real') return x.value;
    const value = convert(x, 'real') as number;
    if (Math.abs(value % 1) === 0.5) throw unknown('rounding a half');
    return Math.round(value);
  }),
  sqrt: exact((x) => Math.sqrt(x)),
  exp: library((x) => Math.exp(x)),
  exp2: library((x) => 2 ** x),
  exp10: library((x) => 10 ** x),
  log: library((x) => Math.log(x)),
  log2: library((x) => Math.log2(x)),
  log10: library((x) => Math.log10(x)),
  sin: library((x) => Math.sin(x)),
  cos: library((x) => Math.cos(x)),
  tan: library((x) => Math.tan(x)),
  cot: library((x) => 1 / Math.tan(x)),
  asin: library((x) => Math.asin(x)),
  acos: library((x) => Math.acos(x)),
  atan: library((x) => Math.atan(x)),
  radians: library((x) => (x / 180) * Math.PI),
  degrees: library((x) => (x / Math.PI) * 180),
  atan2: typed(['real', 'real'], ([y, x]) => new Inexact(Math.atan2(y, x))),
  pow: typed(['real', 'real'], ([x, y]) => {
    if (Math.abs(x) === 1 && !Number.isFinite(y)) throw unknown('one to the power of no number');
    if (x === 1 && Number.isNaN(y)) throw unknown('one to the power of no number');
    return new Inexact(x ** y);
  }),
  pi: raw(() => Math.PI),
  binary_and: bitwise((x, y) => x & y),
  binary_or: bitwise((x, y) => x | y),
  binary_xor: bitwise((x, y) => x ^ y),
  binary_not: typed(['long'], ([x]) => ~x),
  binary_shift_left: shift(true),
  binary_shift_right: shift(false),
  bitset_count_ones: typed(['long'], ([x]) =>
    BigInt(Array.from(BigInt.asUintN(64, x).toString(2)).filter((bit) => bit === '1').length),
  ),
};
