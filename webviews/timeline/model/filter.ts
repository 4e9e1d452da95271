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

/** Tests of which all must hold, and terms of which each must, less those that say nothing; what is left decides. */
export interface CompiledFilter {
  readonly all: readonly ColumnTest[];
  readonly terms: readonly TermTests[];
}

/**
 * The tests in as few passes over the events as they need: those of one source are one, a term that can be found in one
 * source only is a test like the others, and what no value can pass or fail is left out. Null where nothing is asked for.
 */
export function compileFilter({ all, any }: ReturnType<typeof filterTests>): CompiledFilter | null {
  if (all.length === 0 && any.length === 0) return null;
  const merged: ColumnTest[] = [];
  const terms: TermTests[] = [];
  for (const test of all) merge(merged, test, 'and');
  for (const { tests, negated } of any) {
    const where: ColumnTest[] = [];
    for (const test of tests) if (test.passes.includes(1)) merge(where, test, 'or');
    const [only] = where;
    if (where.length > 1) terms.push({ tests: where, negated });
    else if (only) merge(merged, negated ? negation(only) : only, 'and');
    else if (!negated) return NOTHING;
  }
  if (merged.some(({ passes }) => !passes.includes(1))) return NOTHING;
  return { all: merged.filter(({ passes }) => passes.includes(0)), terms };
}

/** Found nowhere: a term without a test. */
const NOTHING: CompiledFilter = { all: [], terms: [{ tests: [], negated: false }] };

/** Codes of a column's source that a set of events holds, each once. */
export interface HeldCodes {
  readonly source: ColumnTest['source'];
  readonly codes: Uint32Array;
}

/** What is left to ask of each event where only these codes are held; null where all of them pass. */
export function leftFor({ all, terms }: CompiledFilter, { source, codes }: HeldCodes): CompiledFilter | null {
  const decided = (test: ColumnTest): boolean | null => {
    if (test.source !== source) return null;
    const passing = codes.reduce((sum, code) => sum + (test.passes[code] ?? 0), 0);
    return passing === 0 ? false : passing === codes.length ? true : null;
  };
  if (all.some((test) => decided(test) === false)) return NOTHING;
  const left: TermTests[] = [];
  for (const { tests, negated } of terms) {
    const open = tests.filter((test) => decided(test) === null);
    const isFound = tests.some((test) => decided(test) === true);
    if (!isFound && open.length > 0) left.push({ tests: open, negated });
    else if (isFound === negated) return NOTHING;
  }
  const undecided = all.filter((test) => decided(test) === null);
  return undecided.length + left.length === 0 ? null : { all: undecided, terms: left };
}

function merge(into: ColumnTest[], test: ColumnTest, how: 'and' | 'or'): void {
  const at = into.findIndex(({ source }) => source === test.source);
  const known = into[at];
  if (!known) {
    into.push(test);
    return;
  }
  const passes = new Uint8Array(test.passes.length);
  for (let i = 0; i < passes.length; i++) {
    const one = known.passes[i] ?? 0;
    const other = test.passes[i] ?? 0;
    passes[i] = how === 'and' ? one & other : one | other;
  }
  into[at] = { ...known, passes };
}

function negation(test: ColumnTest): ColumnTest {
  const passes = new Uint8Array(test.passes.length);
  for (let i = 0; i < passes.length; i++) passes[i] = 1 - (test.passes[i] ?? 0);
  return { ...test, passes };
}

function bytesOf({ code, keys }: FacetColumn, holds: (key: string, i: number) => boolean): Uint8Array {
  const held = Uint8Array.from(keys, (key, i) => (holds(key, i) ? 1 : 0));
  const bytes = new Uint8Array(code.length);
  for (let i = 0; i < code.length; i++) bytes[i] = held[code[i] ?? 0] ?? 0;
  return bytes;
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
