import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { isNumber } from './dyn.ts';
import { type ScalarEntry, udf } from './entry.ts';

/** How many patterns are looked at before a query is told to be narrower. */
const MOST_PATTERNS = 20_000;

/** Values by column; a column that is not named is a wildcard. */
type Pattern = readonly (string | undefined)[];

/** Rows that a set of patterns is looked for in: their cells as JSON, and which rows have a value in a column. */
class Rows {
  readonly cells: readonly (readonly string[])[];
  readonly width: number;
  private readonly byValue: readonly Map<string, Set<number>>[];

  constructor(text: string, width: number) {
    const all = parseDynamic(text) ?? null;
    this.cells = (Array.isArray(all) ? all : []).map((row) =>
      Array.isArray(row) ? row.map((cell) => printDynamic(cell)) : [],
    );
    this.width = width;
    this.byValue = Array.from({ length: width }, (_, column) => {
      const rows = new Map<string, Set<number>>();
      this.cells.forEach((cells, i) => {
        const value = cells[column] ?? 'null';
        const found = rows.get(value);
        if (found) found.add(i);
        else rows.set(value, new Set([i]));
      });
      return rows;
    });
  }

  /** Every value of a column and the rows that have it. */
  values(column: number): [value: string, rows: Set<number>][] {
    return [...(this.byValue[column] ?? [])];
  }
}

interface Found {
  readonly pattern: Pattern;
  readonly rows: ReadonlySet<number>;
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  return new Set([...small].filter((row) => large.has(row)));
}

function dimensions(pattern: Pattern): number {
  return pattern.filter((value) => value !== undefined).length;
}

/** Every pattern that is frequent, up to a number of dimensions, by the columns in turn (Apriori). */
function frequent(rows: Rows, isFrequent: (rows: ReadonlySet<number>) => boolean, most: number): Found[] {
  const found: Found[] = [];
  const items = Array.from({ length: rows.width }, (_, column) =>
    rows.values(column).filter(([, having]) => isFrequent(having)),
  );
  const extend = (pattern: Pattern, having: ReadonlySet<number> | undefined, from: number): void => {
    if (dimensions(pattern) >= most) return;
    for (let column = from; column < rows.width; column++)
      for (const [value, withValue] of items[column] ?? []) {
        const both = having ? intersection(having, withValue) : withValue;
        if (!isFrequent(both)) continue;
        const longer = pattern.with(column, value);
        found.push({ pattern: longer, rows: both });
        if (found.length > MOST_PATTERNS)
          throw new Error('There are too many patterns. Project fewer columns or raise the threshold.');
        extend(longer, both, column + 1);
      }
  };
  extend(Array.from<undefined>({ length: rows.width }), undefined, 0);
  return withoutCovered(found);
}

/** Without patterns of which a longer one has the very same rows. */
function withoutCovered(found: readonly Found[]): Found[] {
  const bySize = new Map<number, Found[]>();
  for (const one of found) bySize.set(one.rows.size, [...(bySize.get(one.rows.size) ?? []), one]);
  return found.filter(
    ({ pattern, rows }) =>
      !(bySize.get(rows.size) ?? []).some(
        (other) =>
          dimensions(other.pattern) > dimensions(pattern) &&
          pattern.every((value, i) => value === undefined || value === other.pattern[i]),
      ),
  );
}

/** Cells of a pattern; `wildcards` where it has none. */
function shown(pattern: Pattern, wildcards: readonly Dynamic[]): Dynamic[] {
  return pattern.map(
    (value, i): Dynamic => (value === undefined ? (wildcards[i] ?? null) : (parseDynamic(value) ?? null)),
  );
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (part * 100) / whole);

export interface PatternOptions {
  /** Per column. */
  readonly wildcards: readonly Dynamic[];
  /** Of autocluster how much size counts against information; else the least share of the rows. */
  readonly weight: number;
  readonly mostDimensions: number;
}

/** Largest first: number, rows, their share of all, then the pattern's values. */
function numbered(found: readonly Found[], total: number, wildcards: PatternOptions['wildcards']): Dynamic[] {
  return found
    .toSorted((a, b) => b.rows.size - a.rows.size)
    .map(({ pattern, rows: { size } }, i) => [
      BigInt(i),
      BigInt(size),
      percent(size, total),
      ...shown(pattern, wildcards),
    ]);
}

function basket(text: string, { wildcards, weight, mostDimensions }: PatternOptions): Dynamic {
  const rows = new Rows(text, wildcards.length);
  const total = rows.cells.length;
  const found = frequent(rows, (having) => having.size >= Math.max(1, weight * total), mostDimensions);
  return numbered(found, total, wildcards);
}

/** Of rows whose first cell says which of two sets they are of (0, 1, or neither): patterns that the sets have unlike often. */
function differences(text: string, { wildcards, weight, mostDimensions }: PatternOptions): Dynamic {
  const rows = new Rows(text, wildcards.length + 1);
  const side = (which: string): Set<number> =>
    rows.values(0).find(([value]) => value === which)?.[1] ?? new Set();
  const [a, b] = [side('0'), side('1')];
  const inner = new Rows(
    printDynamic(rows.cells.map((cells) => cells.slice(1).map((cell) => parseDynamic(cell) ?? null))),
    wildcards.length,
  );
  const measured = (having: ReadonlySet<number>): { a: number; b: number } => ({
    a: intersection(having, a).size,
    b: intersection(having, b).size,
  });
  const often = (having: ReadonlySet<number>): boolean => {
    const counts = measured(having);
    return Math.max(percent(counts.a, a.size), percent(counts.b, b.size)) >= weight * 100;
  };
  return frequent(inner, often, mostDimensions)
    .map(({ pattern, rows: having }) => {
      const counts = measured(having);
      const [percentA, percentB] = [percent(counts.a, a.size), percent(counts.b, b.size)];
      return { pattern, counts, percentA, percentB, apart: Math.abs(percentA - percentB) };
    })
    .filter(({ apart }) => apart >= weight * 100)
    .sort((x, y) => y.apart - x.apart)
    .map(
      ({ pattern, counts, percentA, percentB, apart }, i): Dynamic => [
        BigInt(i),
        BigInt(counts.a),
        BigInt(counts.b),
        percentA,
        percentB,
        apart,
        ...shown(pattern, wildcards),
      ],
    );
}

/** A segment below this share of the rows is none. */
const LEAST_SEGMENT = 0.05;
const MOST_SEGMENTS = 20;

/** Few patterns that cover most rows, each the one that is largest and says most of the rows that none covers yet. */
function autocluster(text: string, { wildcards, weight }: PatternOptions): Dynamic {
  const rows = new Rows(text, wildcards.length);
  const total = rows.cells.length;
  let left: ReadonlySet<number> = new Set(rows.cells.keys());
  const segments: Found[] = [];
  while (left.size >= Math.max(1, LEAST_SEGMENT * total) && segments.length < MOST_SEGMENTS) {
    const best = bestPattern(rows, left, weight, LEAST_SEGMENT * total);
    if (!best) break;
    segments.push(best);
    left = new Set([...left].filter((row) => !best.rows.has(row)));
  }
  return numbered(segments, total, wildcards);
}

/** Value by value the pattern whose score over the rows left is highest, as long as it grows. */
function bestPattern(
  rows: Rows,
  left: ReadonlySet<number>,
  weight: number,
  least: number,
): Found | undefined {
  const score = (having: number, named: number): number =>
    (having / left.size) ** weight * (named / rows.width) ** (1 - weight);
  let pattern: Pattern = Array.from<undefined>({ length: rows.width });
  let among = left;
  let best = 0;
  for (;;) {
    let next: { pattern: Pattern; among: Set<number>; score: number } | undefined;
    for (let column = 0; column < rows.width; column++) {
      if (pattern[column] !== undefined) continue;
      for (const [value, having] of rows.values(column)) {
        if (having.size < least) continue;
        const both = intersection(among, having);
        const reached = score(both.size, dimensions(pattern) + 1);
        if (both.size >= least && reached > best && reached > (next?.score ?? 0))
          next = { pattern: pattern.with(column, value), among: both, score: reached };
      }
    }
    if (!next) break;
    ({ pattern, among, score: best } = next);
  }
  if (dimensions(pattern) === 0) return undefined;
  const having = pattern.reduce<ReadonlySet<number> | undefined>((all, value, column) => {
    if (value === undefined) return all;
    const own = new Map(rows.values(column)).get(value) ?? new Set<number>();
    return all ? intersection(all, own) : own;
  }, undefined);
  return { pattern, rows: having ?? new Set() };
}

function entry(name: string, find: (rows: string, options: PatternOptions) => Dynamic): ScalarEntry {
  return udf(name, ['string', 'string'], 'string', (rows: string, spec: string) => {
    const given = parseDynamic(spec) ?? null;
    const [wildcards, weight, most] = Array.isArray(given) ? given : [];
    return printDynamic(
      find(rows, {
        wildcards: Array.isArray(wildcards) ? wildcards : [],
        weight: isNumber(weight) ? Number(weight) : 0,
        mostDimensions: isNumber(most) ? Number(most) : Infinity,
      }),
    );
  });
}

/** What the plugins for patterns compute from all rows at once. */
export const PATTERNS: readonly ScalarEntry[] = [
  entry('basket_of', basket),
  entry('differences_of', differences),
  entry('clusters_of', autocluster),
];
