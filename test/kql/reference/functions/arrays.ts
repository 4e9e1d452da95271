import { asDynamic } from '../convert.ts';
import { rawCompare, sameValue } from '../compare.ts';
import { unknown } from '../unknown.ts';
import { Inexact, isArray, LONG_MAX, LONG_MIN, type Value } from '../values.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

function arrayOf(value: Value): readonly Value[] {
  if (!isArray(value)) throw unknown('an array function of no array');
  return value;
}

function near(count: bigint): number {
  if (count < -1000n || count > 1000n) throw unknown('a place so far away');
  return Number(count);
}

const rotate = (sign: 1 | -1): ReferenceFunction =>
  typed(['dynamic', 'long'], ([array, by]) => {
    const items = arrayOf(array);
    if (items.length === 0) return items;
    const start = (((near(by) * sign) % items.length) + items.length) % items.length;
    return [...items.slice(start), ...items.slice(0, start)];
  });

const shift = (sign: 1 | -1): ReferenceFunction =>
  raw(([array, by, fill]) => {
    if (!array || typeof by?.value !== 'bigint') return null;
    const items = arrayOf(array.value);
    const offset = near(by.value) * sign;
    const filler = fill ? asDynamic(fill) : null;
    return items.map((_, i) => {
      const from = i + offset;
      return from >= 0 && from < items.length ? (items[from] ?? null) : filler;
    });
  });

/** One sort of values that have one kind; nulls last. */
const sorted = (sign: 1 | -1): ReferenceFunction =>
  raw(([array, ...others]) => {
    if (!array || others.length > 0) throw unknown('sorting several arrays');
    const items = arrayOf(array.value);
    const values = items.filter((item) => item !== null);
    const kinds = new Set(values.map((item) => typeof item));
    if (kinds.size > 1 || values.some((item) => typeof item === 'object' || typeof item === 'boolean'))
      throw unknown('sorting values of several kinds');
    if (values.some((item) => Number.isNaN(item))) throw unknown('sorting NaN');
    return [...values].sort((a, b) => sign * rawCompare(a, b)).concat(items.filter((item) => item === null));
  }, true);

function slice(items: readonly Value[], start: bigint, end: bigint): readonly Value[] {
  const from = start < 0n ? near(start) + items.length : near(start);
  const to = end < 0n ? near(end) + items.length : near(end);
  if (from < 0 || to < 0) throw unknown('a slice from before the beginning');
  return items.slice(from, to + 1);
}

function range(start: bigint, stop: bigint, step: bigint): Value {
  if (step <= 0n) throw unknown('a range that does not ascend');
  const items: Value[] = [];
  for (let at = start; at <= stop; at += step) {
    if (items.length >= 1000) throw unknown('a range so long');
    items.push(at);
  }
  if (start < LONG_MIN || stop > LONG_MAX) throw unknown('a range beyond long');
  return items;
}

export const ARRAYS: Readonly<Record<string, ReferenceFunction>> = {
  pack_array: raw((args) => args.map(asDynamic)),
  array_length: raw(([array]) => (array && isArray(array.value) ? BigInt(array.value.length) : null), true),
  array_concat: raw((args) => args.flatMap(({ value }) => arrayOf(value))),
  array_rotate_left: rotate(1),
  array_rotate_right: rotate(-1),
  array_shift_left: shift(1),
  array_shift_right: shift(-1),
  array_slice: typed(['dynamic', 'long', 'long'], ([array, start, end]) => slice(arrayOf(array), start, end)),
  array_index_of: raw(([array, sought, ...more]) => {
    if (!array || !sought || more.length > 0) throw unknown('array_index_of within a range');
    if (array.value === null) return null;
    const value = asDynamic(sought);
    if (value === null) throw unknown('the place of null');
    return BigInt(arrayOf(array.value).findIndex((item) => sameValue(item, value)));
  }),
  array_sort_asc: sorted(1),
  array_sort_desc: sorted(-1),
  array_reverse: typed(['dynamic'], ([array]) => [...arrayOf(array)].reverse()),
  array_sum: raw(([array]) => {
    if (!array || !isArray(array.value)) throw unknown('array_sum of no array');
    let sum = 0;
    for (const item of array.value) {
      if (typeof item !== 'bigint' && typeof item !== 'number') throw unknown('array_sum of no numbers');
      sum += Number(item);
    }
    return new Inexact(sum);
  }, true),
  range: raw(([start, stop, step]) => {
    if (typeof start?.value !== 'bigint' || typeof stop?.value !== 'bigint')
      throw unknown('range of no whole numbers');
    if (start.type === 'datetime' || start.type === 'timespan') throw unknown('range over time');
    if (step && typeof step.value !== 'bigint') throw unknown('range by no whole number');
    return range(start.value, stop.value, (step?.value as bigint | undefined) ?? 1n);
  }),
  repeat: raw(([value, count]) => {
    if (!value || typeof count?.value !== 'bigint' || count.value < 0n)
      throw unknown('repeat a number of times');
    return Array.from({ length: near(count.value) }, () => asDynamic(value));
  }),
};
