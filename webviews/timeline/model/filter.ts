import type { AttackLabels, ObservedEvents } from '../../../src/domain/observed.ts';
import type { Facet, FacetColumn } from './columns.ts';
import { parseExpression, type Term } from './expression.ts';

/** Whether the event at a place in the observed events passes. */
export type EventMask = (event: number) => boolean;

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

/**
 * The filter as tests of columns, evaluated on what the columns can hold rather than on each event. A text is looked for
 * in what is known of each event; each of its terms may be found in a different column.
 */
export function filterTests(
  filter: Filter,
  columns: ReadonlyMap<Facet, FacetColumn>,
  events: ObservedEvents,
  attack: AttackLabels,
): { readonly all: readonly ColumnTest[]; readonly any: readonly (readonly ColumnTest[])[] } {
  const all: ColumnTest[] = [];
  for (const [facet, keys] of filter.keys) {
    const column = columns.get(facet);
    if (column) all.push({ facet, source: column.source, passes: bytesOf(column, (key) => keys.has(key)) });
  }
  const any = parseExpression(filter.text).map((term) => termTests(term, columns, events, attack));
  return { all, any };
}

/** One function that says of an event whether all tests hold; null where there are none. */
export function maskOf({ all, any }: ReturnType<typeof filterTests>): EventMask | null {
  if (all.length === 0 && any.length === 0) return null;
  return (event) => {
    for (const { source, passes } of all) if (passes[source[event] ?? 0] === 0) return false;
    for (const tests of any) {
      let found = false;
      for (const { source, passes } of tests)
        if (passes[source[event] ?? 0] === 1) {
          found = true;
          break;
        }
      if (!found) return false;
    }
    return true;
  };
}

function bytesOf({ code, keys }: FacetColumn, holds: (key: string, i: number) => boolean): Uint8Array {
  const held = keys.map((key, i) => (holds(key, i) ? 1 : 0));
  return Uint8Array.from(code, (place) => held[place] ?? 0);
}

/** A term in any of the columns that it may be in; a negated one in none of them. */
function termTests(
  { facet, word, negated }: Term,
  columns: ReadonlyMap<Facet, FacetColumn>,
  events: ObservedEvents,
  attack: AttackLabels,
): ColumnTest[] {
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
  return negated ? [negation(tests)] : tests;
}

/** None of the tests may hold. Tests of several columns are joined into one of the places of events. */
function negation(tests: readonly ColumnTest[]): ColumnTest {
  const [only] = tests;
  if (!only) return { facet: 'text', source: new Uint16Array(), passes: Uint8Array.of(1) };
  if (tests.length === 1) return { ...only, passes: only.passes.map((byte) => 1 - byte) };
  const count = only.source.length;
  const source = new Uint16Array(count);
  for (let event = 0; event < count; event++)
    for (const { source: own, passes } of tests)
      if (passes[own[event] ?? 0] === 1) {
        source[event] = 1;
        break;
      }
  return { facet: 'text', source, passes: Uint8Array.of(1, 0) };
}
