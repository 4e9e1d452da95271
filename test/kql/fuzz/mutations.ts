import type { Lowering } from '../../../src/kql/plan/expr.ts';
import type { AggregateEntry } from '../../../src/kql/functions/aggregateEntry.ts';
import { aggregateEntries, scalarEntries } from '../../../src/kql/functions/table.ts';

/** A lowering or an operator broken on purpose. */
export interface Mutation {
  readonly name: string;
  /** Entries to ask for; all where an operator is broken. */
  readonly entries?: readonly string[];
  /** Breaks it; gives back how to mend it. */
  readonly apply?: (() => () => void) | undefined;
  /** Queries among which it is soon found, where the usual ones take long to come to it. */
  readonly seed?: number;
  /** What the engine is asked instead. */
  readonly rewrite?: (query: string) => string;
}

type Change<L> = (original: L) => L;

function scalar(name: string, change: Change<Lowering>): Mutation['apply'] {
  return () =>
    swap(
      scalarEntries().find((entry) => entry.name === name),
      change,
    );
}

function aggregate(name: string, change: Change<AggregateEntry['lower']>): Mutation['apply'] {
  return () =>
    swap(
      aggregateEntries().find((entry) => entry.name === name),
      change,
    );
}

function swap<L>(entry: { readonly lower: L } | undefined, change: Change<L>): () => void {
  if (!entry) throw new RangeError('no such entry');
  const { lower } = entry;
  const set = (value: L): void =>
    void Object.defineProperty(entry, 'lower', {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  set(change(lower));
  return () => set(lower);
}

/** The lowering of another entry in the place of its own. */
const as =
  (other: string): Change<Lowering> =>
  (original) =>
    scalarEntries().find((entry) => entry.name === other)?.lower ?? original;

const text =
  (change: (sql: string) => string): Change<Lowering> =>
  (original) =>
  (args, call) =>
    change(original(args, call));

/** The argument at `index` changed before it is printed. */
const argument =
  (index: number, change: (sql: string) => string): Change<Lowering> =>
  (original) =>
  (args, call) =>
    original(
      args.map((arg, i) => (i === index ? change(arg) : arg)),
      call,
    );

const broken = (entry: string, name: string, change: Change<Lowering>): Mutation => ({
  name: `${entry}: ${name}`,
  entries: [entry],
  apply: scalar(entry, change),
});

const swapped = (from: string, to: string): Mutation => ({
  name: `${from} as ${to}`,
  rewrite: (query) => query.replaceAll(from, to),
});

export const MUTATIONS: readonly Mutation[] = [
  broken('StartsWithExpression', 'as contains', as('ContainsExpression')),
  broken('HasExpression', 'as contains', as('ContainsExpression')),
  broken('ContainsExpression', 'as contains_cs', as('ContainsCsExpression')),
  broken('HasPrefixExpression', 'as has', as('HasExpression')),
  broken('NotEndsWithExpression', 'without the negation', as('EndsWithExpression')),
  broken(
    'substring',
    'one too far',
    argument(1, (sql) => `(${sql} + 1)`),
  ),
  broken(
    'EqualExpression',
    'SQL null',
    () =>
      ([a = '', b = '']) =>
        `(${a} = ${b})`,
  ),
  broken(
    'NotEqualExpression',
    'null is different from null',
    () =>
      ([a = '', b = '']) =>
        `(${a} IS DISTINCT FROM ${b})`,
  ),
  broken('LessThanExpression', 'as <=', as('LessThanOrEqualExpression')),
  broken(
    'bin',
    'rounds towards zero',
    () =>
      ([a = '', b = '']) =>
        `(${a} // ${b} * ${b})`,
  ),
  broken(
    'ModuloExpression',
    'with the sign of SQL',
    () =>
      ([a = '', b = '']) =>
        `(${a}::BIGINT % nullif(${b}, 0)::BIGINT)`,
  ),
  broken(
    'DivideExpression',
    'as a real',
    () =>
      ([a = '', b = '']) =>
        `(${a}::DOUBLE / ${b}::DOUBLE)`,
  ),
  broken('isempty', 'as isnull', as('isnull')),
  broken('coalesce', 'takes an empty text', () => (args) => `coalesce(${args.join(', ')})`),
  broken(
    'iff',
    'branches swapped',
    () =>
      ([c = '', a = '', b = '']) =>
        `CASE WHEN ${c} THEN ${b} ELSE ${a} END`,
  ),
  broken(
    'startofweek',
    'on Monday',
    text((sql) => `(${sql} + 864000000000)`),
  ),
  broken(
    'endofmonth',
    'a tick late',
    text((sql) => `(${sql} + 1)`),
  ),
  broken(
    'dayofweek',
    'of the day before',
    argument(0, (sql) => `(${sql} - 864000000000)`),
  ),
  broken('tolower', 'as toupper', as('toupper')),
  broken('strcat', 'in reverse', (original) => (args, call) => original([...args].reverse(), call)),
  broken(
    'indexof',
    'from one',
    text((sql) => `(${sql} + 1)`),
  ),
  broken(
    'array_length',
    'one more',
    text((sql) => `(${sql} + 1)`),
  ),
  broken('max_of', 'as min_of', as('min_of')),
  broken('binary_shift_right', 'to the left', as('binary_shift_left')),
  {
    ...broken(
      'tostring',
      'without a default',
      text((sql) => `nullif(${sql}, '')`),
    ),
    seed: 25,
  },
  {
    name: 'count: nulls do not count',
    entries: ['count'],
    apply: aggregate('count', () => () => '⟪count(*)⟫ + 1'),
  },
  {
    name: 'sum: distinct',
    entries: ['sum'],
    apply: aggregate('sum', (original) => (args, c) => original(args, c).replace('sum(', 'sum(DISTINCT ')),
  },
  {
    name: 'avg: of all rows',
    entries: ['avg'],
    apply: aggregate(
      'avg',
      (original) => (args, c) =>
        original(
          args.map((arg) => `coalesce(${arg}, 0)`),
          c,
        ),
    ),
  },
  { name: 'dcount: counts nulls', entries: ['dcount'], apply: aggregate('dcount', () => () => '⟪count(*)⟫') },
  {
    name: 'min as max',
    entries: ['min'],
    apply: aggregate('min', (original) => (args, c) => original(args, c).replace('min(', 'max(')),
  },
  {
    name: 'make_list: keeps nulls',
    entries: ['make_list'],
    apply: aggregate(
      'make_list',
      (original) => (args, c) => original([`coalesce(${args[0] ?? ''}, 'null')`, ...args.slice(1)], c),
    ),
  },
  swapped('kind=leftouter', 'kind=inner'),
  swapped('kind=leftanti', 'kind=leftsemi'),
  swapped('kind=fullouter', 'kind=rightouter'),
  swapped(' asc', ' desc'),
  swapped('nulls last', 'nulls first'),
  swapped('prev(', 'next('),
  swapped('!between', 'between'),
  swapped('| distinct', '| project'),
];
