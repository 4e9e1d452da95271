import type { NotObserved } from '../../../src/domain/notObserved.ts';
import type { Span } from '../../../src/domain/span.ts';

/** A stretch in which some of the tables of a lane say nothing; `all` where none of them says anything. */
export interface Band extends Span {
  readonly all: boolean;
  /** Tables and why, for a person. */
  readonly reasons: readonly string[];
}

/** Bands of a lane whose events are of `tables`: cut where a gap begins or ends, in order, touching ones of one kind apart. */
export function bandsOf(gaps: readonly NotObserved[], tables: ReadonlySet<string>): Band[] {
  const own = gaps
    .filter(({ table, kind }) => tables.has(table) || kind === 'partial')
    .map((gap) => ({ gap, start: Date.parse(gap.window.start), end: Date.parse(gap.window.end) }))
    .filter(({ start, end }) => end > start);
  const edges = [...new Set(own.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  return edges.slice(0, -1).flatMap((start, i): Band[] => {
    const end = edges[i + 1] ?? start;
    const here = own.filter((gap) => gap.start <= start && gap.end >= end);
    if (here.length === 0) return [];
    const silent = new Set(here.filter(({ gap }) => gap.kind !== 'partial').map(({ gap }) => gap.table));
    return [
      {
        start,
        end,
        all: silent.size > 0 && [...tables].every((table) => silent.has(table)),
        reasons: here.map(({ gap }) => `${gap.table}: ${gap.why}`),
      },
    ];
  });
}
