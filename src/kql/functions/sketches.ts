import { type Dynamic, printDynamic } from '../values/dynamic.ts';
import { parseDatetime } from '../values/datetime.ts';
import { parseTimespan } from '../values/timespan.ts';
import { dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

/*
 * What hll() and tdigest() give is opaque in Kusto: only functions of the same family read it. Here it is exact: the distinct
 * values' hashes, and all values with their weights. A result of one engine is of no use to the other.
 */

const COUNTED = 'Counted exactly here; the service estimates it from a sketch.';
const RANKED = 'Ranked exactly here; the service estimates it from a digest.';

/** How many values all sketches have; null where one is none. */
function inCommon(...sketches: Dynamic[]): Dynamic {
  const sets = sketches.flatMap((sketch) =>
    Array.isArray(sketch) ? [new Set(sketch.map(printDynamic))] : [],
  );
  const [first, ...others] = sets;
  if (!first || sets.length < sketches.length) return null;
  return BigInt([...first].filter((hash) => others.every((other) => other.has(hash))).length);
}

/** The union of sketches, each an array; null where there is none. */
function unionOfSketches(sketches: Dynamic): Dynamic {
  if (!Array.isArray(sketches)) return null;
  const arrays = sketches.filter((sketch): sketch is Dynamic[] => Array.isArray(sketch));
  if (arrays.length === 0) return null;
  return [...new Set(arrays.flat().filter((hash) => typeof hash === 'string'))];
}

interface Weighted {
  readonly value: number;
  readonly item: Dynamic;
  readonly weight: number;
}

/** Where a value stands among those of its type: numbers by themselves, datetimes and timespans by their ticks. */
function placeOf(item: Dynamic): number | undefined {
  if (isNumber(item)) return Number(item);
  if (typeof item !== 'string') return undefined;
  const ticks = parseTimespan(item) ?? parseDatetime(item);
  return ticks === undefined ? undefined : Number(ticks);
}

/** A digest's values in order; undefined where it is none. */
function weightedOf(digest: Dynamic): Weighted[] | undefined {
  if (!Array.isArray(digest) || digest.length === 0) return undefined;
  const pairs = digest.flatMap((pair): Weighted[] => {
    const [item = null, weight = null] = Array.isArray(pair) ? pair : [];
    const value = placeOf(item);
    return value !== undefined && isNumber(weight) ? [{ value, item, weight: Number(weight) }] : [];
  });
  return pairs.length === digest.length ? pairs.sort((a, b) => a.value - b.value) : undefined;
}

function totalOf(pairs: readonly Weighted[]): number {
  return pairs.reduce((sum, { weight }) => sum + weight, 0);
}

/** Nearest rank. */
function percentile(digest: Dynamic, point: number): Dynamic {
  const pairs = weightedOf(digest);
  if (!pairs) return null;
  const target = (totalOf(pairs) * Math.min(100, Math.max(0, point))) / 100;
  let running = 0;
  for (const { item, weight } of pairs) {
    running += weight;
    if (running >= target - 1e-9) return item;
  }
  return pairs.at(-1)?.item ?? null;
}

function percentiles(digest: Dynamic, ...points: Dynamic[]): Dynamic {
  if (!weightedOf(digest)) return null;
  return points.flat().map((point) => (isNumber(point) ? percentile(digest, Number(point)) : null));
}

/** The weight of the values up to one. */
function rank(digest: Dynamic, value: Dynamic): number | null {
  const pairs = weightedOf(digest);
  const place = placeOf(value);
  if (!pairs || place === undefined) return null;
  return totalOf(pairs.filter((pair) => pair.value <= place));
}

function percentRank(digest: Dynamic, value: Dynamic): number | null {
  const below = rank(digest, value);
  const pairs = weightedOf(digest);
  return below === null || !pairs ? null : (100 * below) / totalOf(pairs);
}

const counted = (entry: ScalarEntry): ScalarEntry => ({ ...entry, approximate: COUNTED });
const ranked = (entry: ScalarEntry): ScalarEntry => ({ ...entry, approximate: RANKED });

/** What the lowerings of the aggregates call. */
export const SKETCH_PARTS: readonly ScalarEntry[] = [
  dyn('union_of_sketches', ['dynamic'], 'dynamic', unionOfSketches),
  counted(dyn('sketches_in_common', ['...dynamic'], 'long', inCommon, { nulls: true })),
  dyn('joined_digests', ['dynamic'], 'dynamic', (digests: Dynamic): Dynamic => {
    if (!Array.isArray(digests)) return null;
    const all = digests.filter((digest): digest is Dynamic[] => Array.isArray(digest));
    return all.length === 0 ? null : all.flat();
  }),
];

export const SKETCHES: readonly ScalarEntry[] = [
  counted(
    dyn(
      'dcount_hll',
      ['dynamic'],
      'long',
      (sketch: Dynamic): Dynamic =>
        Array.isArray(sketch) ? BigInt(new Set(sketch.map(printDynamic)).size) : null,
    ),
  ),
  counted(
    dyn('hll_merge', ['...dynamic'], 'dynamic', (...sketches: Dynamic[]) => unionOfSketches(sketches), {
      nulls: true,
    }),
  ),
  ...['tdigest_merge', 'merge_tdigest'].map((name) =>
    ranked(
      dyn(
        name,
        ['...dynamic'],
        'dynamic',
        (...digests: Dynamic[]): Dynamic => {
          const all = digests.filter((digest): digest is Dynamic[] => Array.isArray(digest));
          return all.length === 0 ? null : all.flat();
        },
        { nulls: true },
      ),
    ),
  ),
  ranked(dyn('percentile_tdigest', ['dynamic', 'real'], 'dynamic', percentile)),
  ranked(dyn('percentiles_array_tdigest', ['dynamic', '...json'], 'dynamic', percentiles)),
  ranked(dyn('rank_tdigest', ['dynamic', 'json'], 'real', rank)),
  ranked(dyn('percentrank_tdigest', ['dynamic', 'json'], 'real', percentRank)),
];
