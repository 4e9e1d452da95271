import { type Dynamic, dynamicToString, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { dyn, keyOf } from './dyn.ts';
import { type ScalarEntry, sql, udf } from './entry.ts';
import { jsonPath, setAt, valueAt } from './jsonPath.ts';

function merge(...bags: Dynamic[]): Dynamic {
  const merged = new Map<string, Dynamic>();
  for (const bag of bags)
    if (bag instanceof Map) for (const [key, value] of bag) if (!merged.has(key)) merged.set(key, value);
  return bags.some((bag) => bag instanceof Map) ? merged : null;
}

function removeKeys(bag: Dynamic, keys: Dynamic): Dynamic {
  if (!(bag instanceof Map) || !Array.isArray(keys)) return bag;
  const copy = structuredClone(bag);
  for (const key of keys) {
    const text = dynamicToString(key);
    if (text.startsWith('$')) {
      const path = jsonPath(text);
      const last = path?.at(-1);
      const holder = path ? valueAt(copy, path.slice(0, -1)) : undefined;
      if (holder instanceof Map && typeof last === 'string') holder.delete(last);
    } else copy.delete(text);
  }
  return copy;
}

function setKey(bag: Dynamic, key: string, value: Dynamic): Dynamic {
  if (!(bag instanceof Map)) return null;
  const path = key.startsWith('$') ? jsonPath(key) : [key];
  if (!path) return null;
  const copy = structuredClone(bag);
  setAt(copy, path, value);
  return copy;
}

function zip(keys: Dynamic, values: Dynamic): Dynamic {
  if (!Array.isArray(keys) || !Array.isArray(values)) return null;
  const bag = new Map<string, Dynamic>();
  keys.forEach((key, i) => {
    if (typeof key === 'string') bag.set(key, values[i] ?? null);
  });
  return bag;
}

function keys(bag: Dynamic): Dynamic {
  return bag instanceof Map ? [...bag.keys()] : null;
}

/** Every path in it, once; `[0]` stands for all elements of an array. */
function treepath(value: Dynamic): Dynamic {
  const paths = new Set<string>();
  const visit = (node: Dynamic, path: string): void => {
    const members: Iterable<readonly [string, Dynamic]> =
      node instanceof Map
        ? [...node].map(([key, member]) => [`['${key}']`, member])
        : (Array.isArray(node) ? node : []).map((member) => ['[0]', member]);
    for (const [step, member] of members) {
      paths.add(path + step);
      visit(member, path + step);
    }
  };
  visit(value, '');
  return [...paths];
}

/** extract_json and its old name: the value at a path, as text. */
function extractJson(path: string, text: string): string {
  const steps = jsonPath(path);
  const value = parseDynamic(text);
  if (!steps || value === undefined) return '';
  const found = valueAt(value, steps);
  return found === undefined ? '' : dynamicToString(found);
}

export const BAGS: readonly ScalarEntry[] = [
  dyn('bag_merge', ['...json'], 'dynamic', merge, { nulls: true }),
  dyn('bag_remove_keys', ['dynamic', 'dynamic'], 'dynamic', removeKeys),
  dyn('bag_set_key', ['dynamic', 'string', 'json'], 'dynamic', setKey),
  dyn('bag_zip', ['dynamic', 'dynamic'], 'dynamic', zip),
  dyn('bag_keys', ['dynamic'], 'dynamic', keys),
  dyn('bag_has_key', ['dynamic', 'string'], 'bool', (bag: Dynamic, key: string) => {
    const path = key.startsWith('$') ? jsonPath(key) : [key];
    return path !== undefined && bag instanceof Map && valueAt(bag, path) !== undefined;
  }),
  dyn('treepath', ['dynamic'], 'dynamic', treepath),
  ...['extract_json', 'extractjson'].map((name) => udf(name, ['string', 'string'], 'string', extractJson)),
  dyn('dynamic_to_json', ['dynamic'], 'string', (value: Dynamic) => printDynamic(ordered(value))),
  sql('gettype', ['any'], ([x = ''], call) => {
    const type = call.args[0]?.type ?? 'dynamic';
    return type === 'dynamic'
      ? `CASE WHEN ${x} IS NULL THEN 'null' ELSE CASE json_type(${x}) WHEN 'VARCHAR' THEN 'string' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' WHEN 'DOUBLE' THEN 'double' WHEN 'BOOLEAN' THEN 'bool' WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'dictionary' ELSE 'null' END END`
      : `'${type}'`;
  }),
];

/** Keys sorted at every level. */
function ordered(value: Dynamic): Dynamic {
  if (Array.isArray(value)) return value.map(ordered);
  if (!(value instanceof Map)) return value;
  return new Map(
    [...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, ordered(member)]),
  );
}

function same(a: Dynamic, b: Dynamic): boolean {
  return keyOf(a) === keyOf(b);
}

function unique(items: readonly Dynamic[]): Dynamic[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function setOf(value: Dynamic): Dynamic[] | undefined {
  return Array.isArray(value) ? unique(value) : undefined;
}

export const SETS: readonly ScalarEntry[] = [
  dyn('set_union', ['...dynamic'], 'dynamic', (...sets: Dynamic[]) => {
    const lists = sets.map(setOf);
    return lists.some((list) => !list) ? null : unique(lists.flatMap((list) => list ?? []));
  }),
  dyn(
    'set_intersect',
    ['...dynamic'],
    'dynamic',
    (first: Dynamic, ...others: Dynamic[]) =>
      setOf(first)?.filter((item) =>
        others.every((set) => Array.isArray(set) && set.some((x) => same(x, item))),
      ) ?? null,
  ),
  dyn(
    'set_difference',
    ['...dynamic'],
    'dynamic',
    (first: Dynamic, ...others: Dynamic[]) =>
      setOf(first)?.filter(
        (item) => !others.some((set) => Array.isArray(set) && set.some((x) => same(x, item))),
      ) ?? null,
  ),
  dyn(
    'set_has_element',
    ['dynamic', 'json'],
    'bool',
    (set: Dynamic, item: Dynamic) => Array.isArray(set) && set.some((x) => same(x, item)),
  ),
  dyn('set_equals', ['dynamic', 'dynamic'], 'bool', (a: Dynamic, b: Dynamic) => {
    const [x, y] = [setOf(a), setOf(b)];
    return x && y ? x.length === y.length && x.every((item) => y.some((other) => same(item, other))) : false;
  }),
  {
    returns: 'real',
    ...dyn('jaccard_index', ['dynamic', 'dynamic'], 'real', (a: Dynamic, b: Dynamic) => {
      const [x, y] = [setOf(a), setOf(b)];
      if (!x || !y) return null;
      const all = unique([...x, ...y]).length;
      const both = x.filter((item) => y.some((other) => same(item, other))).length;
      return all === 0 ? NaN : both / all;
    }),
  },
];
