import type { Facet, FacetColumn } from './columns.ts';
import type { filterTests } from './filter.ts';

/** Events of a slice that are counted before the page gets its turn again. */
const SLICE = 100_000;

/** For each value of each facet, how many events have it that pass the filter of all the other facets. */
export type FacetCounts = ReadonlyMap<Facet, Uint32Array>;

/**
 * Counts in slices, so that no task is long; `onDone` is called unless `signal` fires first. One pass over all: an event
 * that fails no test counts for every facet, one that fails a single facet's test counts for that facet.
 */
export function countFacets(
  columns: ReadonlyMap<Facet, FacetColumn>,
  tests: ReturnType<typeof filterTests>,
  count: number,
  signal: AbortSignal,
  onDone: (counts: FacetCounts) => void,
): void {
  const entries = [...columns].map(([facet, column]) => ({
    facet,
    column,
    counts: new Uint32Array(column.keys.length),
    test: tests.all.find((test) => test.facet === facet) ?? null,
  }));
  const hasText = tests.any.length > 0;
  const slice = (from: number): void => {
    if (signal.aborted) return;
    const to = Math.min(count, from + SLICE);
    for (let event = from; event < to; event++) {
      let failed = -1;
      let fails = 0;
      for (let i = 0; i < entries.length && fails < 2; i++) {
        const test = entries[i]?.test;
        if (test && test.passes[test.source[event] ?? 0] === 0) {
          failed = i;
          fails++;
        }
      }
      if (fails > 1 || (hasText && !passesText(tests, event))) continue;
      for (let i = 0; i < entries.length; i++) {
        if (fails === 1 && i !== failed) continue;
        const entry = entries[i];
        if (!entry) continue;
        const code = entry.column.code[entry.column.source[event] ?? 0] ?? 0;
        entry.counts[code] = (entry.counts[code] ?? 0) + 1;
      }
    }
    if (to < count) setTimeout(() => slice(to), 0);
    else onDone(new Map(entries.map(({ facet, counts }) => [facet, counts])));
  };
  setTimeout(() => slice(0), 0);
}

function passesText({ any }: ReturnType<typeof filterTests>, event: number): boolean {
  return any.every(
    ({ tests, negated }) => tests.some(({ source, passes }) => passes[source[event] ?? 0] === 1) !== negated,
  );
}
