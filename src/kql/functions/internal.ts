import { parseDatetime } from '../values/datetime.ts';
import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { printReal } from '../values/real.ts';
import { parseTimespan, printTimespan } from '../values/timespan.ts';
import { dyn } from './dyn.ts';
import { type ScalarEntry, udf } from './entry.ts';

/** What macros and lowerings call that KQL has no name for. */
export const INTERNAL: readonly ScalarEntry[] = [
  udf('real_text', ['real'], 'string', printReal),
  udf('timespan_text', ['timespan'], 'string', printTimespan),
  udf('datetime_parse', ['string'], 'datetime', (s: string) => parseDatetime(s) ?? null),
  udf('timespan_of', ['string'], 'timespan', (s: string) => parseTimespan(s) ?? null),
  udf('guid_of', ['string'], 'string', guidOf),
  dyn('head_of', ['dynamic', 'long'], 'dynamic', (items: Dynamic, n: bigint | null) => head(items, n), {
    nulls: true,
  }),
  dyn(
    'set_of',
    ['dynamic', 'long'],
    'dynamic',
    (items: Dynamic, n: bigint | null) => head(distinct(items), n),
    { nulls: true },
  ),
  dyn('merge_bags', ['dynamic', 'long'], 'dynamic', (items: Dynamic, n: bigint | null) => merge(items, n), {
    nulls: true,
  }),
  udf('json_valid', ['string'], 'dynamic', (text: string) => {
    if (text === '') return null;
    const value = parseDynamic(text);
    return value === undefined ? JSON.stringify(text) : value === null ? null : printDynamic(value);
  }),
  dyn('without_empty', ['dynamic'], 'dynamic', (bag: Dynamic) =>
    bag instanceof Map ? new Map([...bag].filter(([, value]) => value !== null && value !== '')) : bag,
  ),
  dyn('elements', ['dynamic'], 'dynamic', (value: Dynamic) =>
    value instanceof Map ? [...value].map(([k, v]) => new Map([[k, v]])) : value,
  ),
  dyn('pairs', ['dynamic'], 'dynamic', (value: Dynamic) =>
    value instanceof Map ? [...value].map(([k, v]): Dynamic => [k, v]) : value,
  ),
  dyn('key_types', ['dynamic'], 'dynamic', (value: Dynamic) =>
    value instanceof Map ? [...value].map(([key, member]) => JSON.stringify([key, typeName(member)])) : [],
  ),
];

function guidOf(text: string): string | null {
  const bare = text.trim().replace(/^[{(]/, '');
  // What follows 32 digits is not looked at.
  const hex = /^(?:[\da-f]-?){31}[\da-f]/i.exec(bare)?.[0].replaceAll('-', '').toLowerCase();
  if (hex === undefined) return null;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function head(items: Dynamic, n: bigint | null): Dynamic {
  return Array.isArray(items) && n !== null ? items.slice(0, Number(n)) : items;
}

function distinct(items: Dynamic): Dynamic {
  if (!Array.isArray(items)) return items;
  return [...new Map(items.map((item) => [printDynamic(item), item])).values()];
}

/** Keys of all bags; the first value of a key stays. */
function merge(items: Dynamic, n: bigint | null): Dynamic {
  const merged = new Map<string, Dynamic>();
  if (Array.isArray(items))
    for (const item of items)
      if (item instanceof Map)
        for (const [key, value] of item)
          if (!merged.has(key) && (n === null || merged.size < Number(n))) merged.set(key, value);
  return merged;
}

function typeName(value: Dynamic): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'long';
    case 'number':
      return 'real';
    case 'boolean':
      return 'bool';
    default:
      return 'dynamic';
  }
}
