import { asDynamic, parsedJson, textOf } from '../convert.ts';
import { sameValue } from '../compare.ts';
import { unknown } from '../unknown.ts';
import { isArray, isBag, Unordered, type Typed, type Value } from '../values.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

const parse: ReferenceFunction = raw(([value]) => {
  if (!value) throw unknown('parse_json of nothing');
  if (value.type === 'dynamic') return value.value;
  if (value.type !== 'string') return asDynamic(value);
  const text = value.value as string;
  return text === '' ? null : parsedJson(text);
});

/** Keys and values in turn; a key twice is unknown. */
const pack: ReferenceFunction = raw((args) => {
  const bag = new Map<string, Value>();
  for (let i = 0; i + 1 < args.length; i += 2) {
    const [key, value] = [args[i], args[i + 1]];
    if (!key || !value) throw unknown('a key without a value');
    if (key.value === null || typeof key.value === 'object') throw unknown('a key that is no text');
    const name = textOf(key);
    if (bag.has(name)) throw unknown('a key twice in a bag');
    bag.set(name, asDynamic(value));
  }
  return bag;
});

export function distinct(items: Iterable<Value>): Value[] {
  const seen: Value[] = [];
  for (const item of items) if (!seen.some((other) => sameValue(other, item))) seen.push(item);
  return seen;
}

function allArrays(args: readonly Typed[]): (readonly Value[])[] {
  return args.map(({ value }) => {
    if (!isArray(value)) throw unknown('a set function of no array');
    return value;
  });
}

const sets = (f: (first: Value[], others: (readonly Value[])[]) => Value[]): ReferenceFunction =>
  raw((args) => {
    const [first = [], ...others] = allArrays(args);
    return Unordered.from_(f(distinct(first), others));
  }, true);

const includes = (items: readonly Value[], item: Value): boolean =>
  items.some((other) => sameValue(other, item));

export const BAGS: Readonly<Record<string, ReferenceFunction>> = {
  parse_json: parse,
  todynamic: parse,
  toobject: parse,
  bag_pack: pack,
  pack,
  pack_dictionary: pack,
  bag_keys: typed(['dynamic'], ([bag]) => (isBag(bag) ? Unordered.from_(bag.keys()) : null)),
  bag_has_key: typed(['dynamic', 'string'], ([bag, key]) => {
    if (!isBag(bag) || key.includes('$') || key.includes('.') || key.includes('['))
      throw unknown('bag_has_key of no bag, or by a path');
    return bag.has(key);
  }),
  bag_remove_keys: typed(['dynamic', 'dynamic'], ([bag, keys]): Value => {
    if (!isBag(bag) || !isArray(keys)) throw unknown('bag_remove_keys of no bag');
    if (keys.some((key) => typeof key !== 'string' || /[$.[]/.test(key))) throw unknown('removing by a path');
    return new Map(Array.from(bag as ReadonlyMap<string, Value>).filter(([key]) => !keys.includes(key)));
  }),
  bag_merge: raw((args) => {
    const merged = new Map<string, Value>();
    for (const { value } of args) {
      if (!isBag(value)) throw unknown('bag_merge of no bag');
      for (const [key, member] of value) if (!merged.has(key)) merged.set(key, member);
    }
    return merged;
  }),
  set_union: sets((first, others) => distinct([...first, ...others.flat()])),
  set_intersect: sets((first, others) =>
    first.filter((item) => others.every((other) => includes(other, item))),
  ),
  set_difference: sets((first, others) =>
    first.filter((item) => !others.some((other) => includes(other, item))),
  ),
  set_has_element: raw(([items, element]) => {
    if (!items || !element || !isArray(items.value)) throw unknown('set_has_element of no array');
    return includes(items.value, asDynamic(element));
  }, true),
  set_equals: raw((args) => {
    const [a = [], b = []] = allArrays(args);
    return a.every((item) => includes(b, item)) && b.every((item) => includes(a, item));
  }, true),
};
