import { type Dynamic, dynamicToString } from '../values/dynamic.ts';
import { compareDynamic, dyn, isNumber, keyOf } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

const MAX_RANGE = 1_048_576;

function rotate(items: Dynamic, by: bigint): Dynamic {
  if (!Array.isArray(items) || items.length === 0) return items;
  const n = (Number(by % BigInt(items.length)) + items.length) % items.length;
  return [...items.slice(n), ...items.slice(0, n)];
}

function shift(items: Dynamic, by: bigint, fill: Dynamic): Dynamic {
  if (!Array.isArray(items)) return null;
  const n = Number(by);
  return items.map((_, i) => {
    const at = i + n;
    return at >= 0 && at < items.length ? (items[at] ?? null) : fill;
  });
}

function slice(items: Dynamic, from: bigint, to: bigint): Dynamic {
  if (!Array.isArray(items)) return null;
  const n = items.length;
  const at = (index: bigint): number => (index < 0n ? n + Number(index) : Number(index));
  const start = Math.max(0, at(from));
  const end = at(to);
  return end < start ? [] : items.slice(start, end + 1);
}

function split(items: Dynamic, where: Dynamic): Dynamic {
  if (!Array.isArray(items)) return null;
  const cuts = (Array.isArray(where) ? where : [where])
    .map((cut) => (isNumber(cut) ? Number(cut) : 0))
    .map((cut) => (cut < 0 ? Math.max(0, items.length + cut) : Math.min(cut, items.length)));
  const parts: Dynamic[] = [];
  let start = 0;
  for (const cut of cuts) {
    parts.push(items.slice(start, Math.max(start, cut)));
    start = Math.max(start, cut);
  }
  parts.push(items.slice(start));
  return parts;
}

function indexOf(
  items: Dynamic,
  value: Dynamic,
  from: bigint | null,
  length: bigint | null,
  nth: bigint | null,
): bigint | null {
  if (!Array.isArray(items)) return null;
  const wanted = keyOf(value);
  const start = from === null ? 0 : from < 0n ? Math.max(0, items.length + Number(from)) : Number(from);
  const end = length === null || length < 0n ? items.length : start + Number(length);
  let left = Number(nth ?? 1n);
  for (let i = start; i < Math.min(end, items.length); i++)
    if (keyOf(items[i] ?? null) === wanted && --left === 0) return BigInt(i);
  return -1n;
}

/** Nulls keep to the end in either direction unless asked first; companions are put in the first array's order. */
function sorted(direction: 1 | -1): (...args: Dynamic[]) => Dynamic {
  return (...args) => {
    const nullsLast = typeof args.at(-1) === 'boolean' ? args.at(-1) === true : true;
    const arrays = args.filter((arg): arg is Dynamic[] => Array.isArray(arg));
    const [first] = arrays;
    if (!first) return null;
    const order = first.map((_, i) => i);
    order.sort((i, j) => {
      const [a, b] = [first[i] ?? null, first[j] ?? null];
      if (a === null || b === null) return a === b ? i - j : (a === null) === nullsLast ? 1 : -1;
      const kinds = typeof a !== typeof b && !(isNumber(a) && isNumber(b));
      return (kinds ? 1 : direction) * compareDynamic(a, b) || i - j;
    });
    const put = arrays.map((items) =>
      items.length === first.length ? order.map((i) => items[i] ?? null) : null,
    );
    return put.length === 1 ? (put[0] ?? null) : put;
  };
}

function iff(condition: Dynamic, yes: Dynamic, no: Dynamic): Dynamic {
  if (!Array.isArray(condition)) return null;
  const of = (branch: Dynamic, i: number): Dynamic => (Array.isArray(branch) ? (branch[i] ?? null) : branch);
  return condition.map((test, i) => {
    if (typeof test === 'boolean') return of(test ? yes : no, i);
    if (isNumber(test)) return of(Number(test) !== 0 ? yes : no, i);
    return null;
  });
}

function sum(items: Dynamic): number | null {
  if (!Array.isArray(items)) return null;
  const numbers = items.filter((item) => item !== null);
  return numbers.every(isNumber) ? numbers.reduce<number>((total, item) => total + Number(item), 0) : null;
}

/** range(a, b, step): at most 1,048,576 elements, as in Kusto. */
function range(from: Dynamic, to: Dynamic, step: Dynamic): Dynamic {
  if (!isNumber(from) || !isNumber(to)) return null;
  const by = isNumber(step) ? step : 1n;
  if (Number(by) === 0) return null;
  const items: Dynamic[] = [];
  if (typeof from === 'bigint' && typeof to === 'bigint' && typeof by === 'bigint') {
    for (let x = from; by > 0n ? x <= to : x >= to; x += by) {
      if (items.length >= MAX_RANGE) break;
      items.push(x);
    }
    return items;
  }
  const [start, end, width] = [Number(from), Number(to), Number(by)];
  for (let i = 0; i < MAX_RANGE; i++) {
    const x = start + i * width;
    if (width > 0 ? x > end : x < end) break;
    items.push(x);
  }
  return items;
}

export const ARRAYS: readonly ScalarEntry[] = [
  dyn(
    'array_concat',
    ['...json'],
    'dynamic',
    (...arrays: Dynamic[]) =>
      arrays.every((items) => items === null)
        ? null
        : arrays.flatMap((items) => (Array.isArray(items) ? items : items === null ? [] : [items])),
    { nulls: true },
  ),
  dyn('array_rotate_left', ['dynamic', 'long'], 'dynamic', rotate),
  dyn('array_rotate_right', ['dynamic', 'long'], 'dynamic', (items: Dynamic, by: bigint) =>
    rotate(items, -by),
  ),
  dyn(
    'array_shift_left',
    ['dynamic', 'long', 'json?'],
    'dynamic',
    (items: Dynamic, by: bigint, fill: Dynamic) => shift(items, by, fill),
  ),
  dyn(
    'array_shift_right',
    ['dynamic', 'long', 'json?'],
    'dynamic',
    (items: Dynamic, by: bigint, fill: Dynamic) => shift(items, -by, fill),
  ),
  dyn('array_slice', ['dynamic', 'long', 'long'], 'dynamic', slice),
  dyn('array_split', ['dynamic', 'dynamic'], 'dynamic', split),
  dyn('array_index_of', ['dynamic', 'json', 'long?', 'long?', 'long?'], 'long', indexOf),
  dyn('array_sort_asc', ['...json'], 'dynamic', sorted(1), { nulls: true }),
  dyn('array_sort_desc', ['...json'], 'dynamic', sorted(-1), { nulls: true }),
  dyn('array_iff', ['dynamic', 'json', 'json'], 'dynamic', iff),
  dyn('array_iif', ['dynamic', 'json', 'json'], 'dynamic', iff),
  dyn('array_reverse', ['dynamic'], 'dynamic', (items: Dynamic) =>
    Array.isArray(items) ? [...items].reverse() : null,
  ),
  dyn('array_sum', ['dynamic'], 'real', sum),
  ...['strcat_array', 'array_strcat'].map((name) =>
    dyn(name, ['dynamic', 'string'], 'string', (items: Dynamic, delimiter: string) =>
      Array.isArray(items) ? items.map(dynamicToString).join(delimiter) : '',
    ),
  ),
  {
    name: 'range',
    parameters: ['any', 'any', 'any?'],
    lower: ([from = '', to = '', step], call) => {
      const type = call.args[0]?.type;
      if (type === 'datetime' || type === 'timespan') {
        const by = step ?? (type === 'datetime' ? '864000000000' : '36000000000');
        const count = `CASE WHEN ${by} = 0 THEN 0 ELSE greatest(0, least(${MAX_RANGE}, (${to} - ${from}) // ${by} + 1)) END`;
        return `'[' || array_to_string(list_transform(range(0, ${count}), lambda i: '"' || kql_${type}_text(${from} + i * ${by}) || '"'), ',') || ']'`;
      }
      return `kql_number_range((${from})::VARCHAR, (${to})::VARCHAR, (${step ?? '1'})::VARCHAR)`;
    },
  },
  dyn('number_range', ['dynamic', 'dynamic', 'dynamic'], 'dynamic', range),
  dyn(
    'repeat',
    ['json', 'long'],
    'dynamic',
    (value: Dynamic, n: bigint) =>
      n < 0n ? null : Array.from({ length: Math.min(Number(n), MAX_RANGE) }, () => value),
    { nulls: true },
  ),
  dyn('zip', ['...json'], 'dynamic', (...arrays: Dynamic[]) => {
    const lists = arrays.map((items) => (Array.isArray(items) ? items : [items]));
    const length = Math.max(...lists.map((items) => items.length));
    return Array.from({ length }, (_, i) => lists.map((items) => items[i] ?? null));
  }),
];
