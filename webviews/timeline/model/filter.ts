import type { AttackLabels, ObservedEvents } from '../../../src/domain/observed.ts';
import type { Facet, FacetColumn } from './columns.ts';
import { parseExpression, type Term } from './expression.ts';

/** What is asked for: keys that a facet must have one of, and words or an expression. */
export interface Filter {
  readonly keys: ReadonlyMap<Facet, ReadonlySet<string>>;
  readonly text: string;
}

export const NO_FILTER: Filter = { keys: new Map(), text: '' };

export function isFiltering({ keys, text }: Filter): boolean {
  return text.trim() !== '' || keys.size > 0;
}

/** A test of one column: a byte for each thing that its source can hold. */
export interface ColumnTest {
  readonly facet: Facet | 'text';
  readonly source: Uint16Array | Uint32Array;
  readonly passes: Uint8Array;
}

/** One term of a text: found where any of the tests holds; a negated one must not be found. */
export interface TermTests {
  readonly tests: readonly ColumnTest[];
  readonly negated: boolean;
}

/**
 * The filter as tests of columns, evaluated on what the columns can hold rather than on each event. A text is looked for
 * in what is known of each event; each of its terms may be found in a different column.
 */
export function filterTests(
  filter: Filter,
  columns: ReadonlyMap<Facet, FacetColumn>,
  events: ObservedEvents,
  attack: AttackLabels,
): { readonly all: readonly ColumnTest[]; readonly any: readonly TermTests[] } {
  const all: ColumnTest[] = [];
  for (const [facet, keys] of filter.keys) {
    const column = columns.get(facet);
    if (column) all.push({ facet, source: column.source, passes: bytesOf(column, (key) => keys.has(key)) });
  }
  const any = parseExpression(filter.text).map((term) => termTests(term, columns, events, attack));
  return { all, any };
}

/** A byte for each event, 1 where all tests hold; null where there are none. Plain loops over columns: nothing is called an event. */
export function passingEvents(
  { all, any }: ReturnType<typeof filterTests>,
  count: number,
): Uint8Array | null {
  if (all.length === 0 && any.length === 0) return null;
  const passing = new Uint8Array(count).fill(1);
  for (const test of all) keepWhere(passing, test);
  for (const { tests, negated } of any) {
    const found = new Uint8Array(count);
    for (const test of tests) markWhere(found, test);
    const wanted = negated ? 0 : 1;
    for (let i = 0; i < count; i++) if (found[i] !== wanted) passing[i] = 0;
  }
  return passing;
}

function keepWhere(passing: Uint8Array, { source, passes }: ColumnTest): void {
  for (let i = 0; i < passing.length; i++) passing[i] = (passing[i] ?? 0) & (passes[source[i] ?? 0] ?? 0);
}

function markWhere(found: Uint8Array, { source, passes }: ColumnTest): void {
  for (let i = 0; i < found.length; i++) found[i] = (found[i] ?? 0) | (passes[source[i] ?? 0] ?? 0);
}

function bytesOf({ code, keys }: FacetColumn, holds: (key: string, i: number) => boolean): Uint8Array {
  const held = keys.map((key, i) => (holds(key, i) ? 1 : 0));
  return Uint8Array.from(code, (place) => held[place] ?? 0);
}

/** A term in any of the columns that it may be in. */
function termTests(
  { facet, word, negated }: Term,
  columns: ReadonlyMap<Facet, FacetColumn>,
  events: ObservedEvents,
  attack: AttackLabels,
): TermTests {
  const wanted = (text: string): boolean => text.toLowerCase().includes(word);
  const tests: ColumnTest[] = [];
  for (const [name, column] of columns) {
    if (facet !== null && facet !== name) continue;
    if (facet === null && column.source === events.rule) continue;
    tests.push({
      facet: 'text',
      source: column.source,
      passes: bytesOf(column, (key, i) => wanted(key) || wanted(column.names[i] ?? '')),
    });
  }
  if (facet === null) {
    const passes = new Uint8Array(0x10000);
    events.rules.forEach(({ id, title, technique, tactic, severity }, rule) => {
      const name = attack.techniques[technique]?.name ?? '';
      if ([id, title, technique, tactic, severity, name].some(wanted)) passes[rule] = 1;
    });
    tests.push({ facet: 'text', source: events.rule, passes });
  }
  return { tests, negated };
}
