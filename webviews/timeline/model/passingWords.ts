import type { ColumnTest, CompiledFilter } from './filter.ts';
import { RankBitmap, wordsFor } from './rankBitmap.ts';

/** A bit for each of the events, the first the lowest of its word: set where the filter lets it pass. */
export function passingWords(events: Uint32Array, { all, terms }: CompiledFilter): Uint32Array {
  const words = wordsFor(events.length).fill(0xffffffff);
  const over = events.length & 31;
  if (over > 0) words[words.length - 1] = 2 ** over - 1;
  for (const test of all) gather(words, events, test, true);
  for (const { tests, negated } of terms) {
    const found = wordsFor(events.length);
    for (const test of tests) gather(found, events, test, false);
    for (let word = 0; word < words.length; word++)
      words[word] = (words[word] ?? 0) & (negated ? ~(found[word] ?? 0) : (found[word] ?? 0));
  }
  return words;
}

/** So many events make the browser compile a loop; with fewer, it does not matter. */
export const WARMING = 100_000;

/** Runs the loops over events for nothing, on columns of both kinds. */
export function warmLoops(): void {
  const events = Uint32Array.from({ length: WARMING }, (_, i) => i);
  const passes = Uint8Array.of(0);
  for (const source of [new Uint16Array(WARMING), new Uint32Array(WARMING)]) {
    const test = { facet: 'text', source, passes } as const;
    const words = passingWords(events, { all: [test], terms: [{ tests: [test], negated: true }] });
    new RankBitmap(words).rank(WARMING >> 1);
  }
}

/**
 * The one loop over events. Words that the test can no longer change are passed over: with `narrows` those without a bit,
 * which it would take away from, else those without room, which it would add to.
 */
function gather(
  words: Uint32Array,
  events: Uint32Array,
  { source, passes }: ColumnTest,
  narrows: boolean,
): void {
  for (let word = 0; word < words.length; word++) {
    const known = words[word] ?? 0;
    if (known === (narrows ? 0 : 0xffffffff)) continue;
    const first = word << 5;
    const end = Math.min(events.length, first + 32);
    let bits = 0;
    for (let i = first; i < end; i++) bits |= (passes[source[events[i] ?? 0] ?? 0] ?? 0) << (i - first);
    words[word] = narrows ? known & bits : known | bits;
  }
}
