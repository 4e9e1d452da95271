import type { DetectionOutcome } from './detections.ts';
import type { Verdict as CaseVerdict } from './suite.ts';

/** `rows` and `empty` are a detection's: it ran, and found something or nothing. */
export type Verdict = CaseVerdict | DetectionOutcome['verdict'];

export const VERDICTS: readonly Verdict[] = [
  'equal',
  'rows',
  'empty',
  'disputed',
  'refused',
  'invalid',
  'failed',
  'wrong',
];

/** A case or a detection with what came of it. */
export interface Entry {
  readonly id: string;
  readonly source: string;
  readonly area: string;
  readonly verdict: Verdict;
  readonly detail: string;
  readonly operators: readonly string[];
  readonly functions: readonly string[];
}

/** By name, how many entries came to each verdict; an entry counts once under each of its names. */
export function tally(
  entries: readonly Entry[],
  names: (entry: Entry) => readonly string[],
): ReadonlyMap<string, ReadonlyMap<Verdict, number>> {
  const counts = new Map<string, Map<Verdict, number>>();
  for (const entry of entries)
    for (const name of new Set(names(entry))) {
      const row = counts.get(name) ?? new Map<Verdict, number>();
      counts.set(name, row.set(entry.verdict, (row.get(entry.verdict) ?? 0) + 1));
    }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function print(title: string, rows: ReturnType<typeof tally>, verdicts: readonly Verdict[]): void {
  console.log(`\n${title.padEnd(40)}${verdicts.map((verdict) => verdict.padStart(9)).join('')}`);
  for (const [name, counts] of rows)
    console.log(
      `${name.padEnd(40)}${verdicts.map((verdict) => String(counts.get(verdict) ?? '').padStart(9)).join('')}`,
    );
}
