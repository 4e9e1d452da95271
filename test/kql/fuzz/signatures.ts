import type { KustoType } from '../../../src/domain/kustoType.ts';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import type { Parameter } from '../../../src/kql/functions/entry.ts';
import { aggregateEntries, scalarEntries } from '../../../src/kql/functions/table.ts';
import type { Binder } from '../../../src/kql/syntax/analyse.ts';
import type { BoundQuery } from '../../../src/kql/syntax/node.ts';
import { argumentPool } from './argumentPools.ts';
import { OPERATOR_SYNTAX } from './operatorSyntax.ts';

/** One way to call an entry of the function table that Kusto's binder accepts. */
export interface Signature {
  readonly entry: string;
  readonly parameters: readonly KustoType[];
  readonly returns: KustoType;
  readonly text: (args: readonly string[]) => string;
}

const TYPES: readonly Exclude<KustoType, 'decimal'>[] = [
  'long',
  'real',
  'string',
  'datetime',
  'timespan',
  'dynamic',
  'bool',
  'int',
  'guid',
];

/** Pairs of different types that operators take. */
const MIXED: readonly (readonly [KustoType, KustoType])[] = [
  ['datetime', 'timespan'],
  ['timespan', 'long'],
  ['timespan', 'datetime'],
  ['int', 'long'],
  ['long', 'int'],
  ['long', 'real'],
  ['real', 'long'],
  ['dynamic', 'string'],
  ['dynamic', 'long'],
  ['string', 'dynamic'],
  ['dynamic', 'datetime'],
  ['long', 'timespan'],
  ['real', 'int'],
  ['timespan', 'real'],
];

export interface Callable {
  readonly entry: string;
  readonly signatures: readonly Signature[];
}

/** All entries with the signatures that bind; an entry that no query can name has none. */
export function learnScalars(binder: Binder): Callable[] {
  return learn(
    binder,
    scalarEntries().map(({ name, parameters }) => ({ name, parameters })),
    'T | extend ',
  );
}

export function learnAggregates(binder: Binder): Callable[] {
  return learn(
    binder,
    aggregateEntries().map(({ name, parameters }) => ({ name, parameters })),
    'T | summarize ',
  );
}

interface Named {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

function learn(binder: Binder, entries: readonly Named[], before: string): Callable[] {
  const candidates = entries.flatMap((entry) =>
    typeLists(entry.parameters).map((types) => candidate(entry.name, types)),
  );
  const bound = bindAll(binder, candidates, before);
  return entries.map(({ name }) => ({
    entry: name,
    signatures: bound.filter(({ entry }) => entry === name),
  }));
}

interface Candidate {
  readonly entry: string;
  readonly parameters: readonly KustoType[];
  readonly text: (args: readonly string[]) => string;
}

function candidate(entry: string, parameters: readonly KustoType[]): Candidate {
  const syntax = OPERATOR_SYNTAX[entry];
  const text = (args: readonly string[]): string => (syntax ? syntax(args) : `${entry}(${args.join(', ')})`);
  return { entry, parameters, text };
}

/** Every number of arguments, and where types are free every type for all of them, and the mixed pairs. */
function typeLists(parameters: readonly Parameter[]): KustoType[][] {
  const required = parameters.filter((p) => !p.endsWith('?') && !p.startsWith('...')).length;
  const variadic = parameters.at(-1)?.startsWith('...') === true;
  const counts = new Set<number>();
  for (let n = required; n <= parameters.length - (variadic ? 1 : 0); n++) counts.add(n);
  if (variadic) for (const extra of [1, 2, 3]) counts.add(parameters.length - 1 + extra);
  return [...counts].flatMap((count) => {
    const kinds = Array.from({ length: count }, (_, i) => kindAt(parameters, i));
    if (!kinds.some(isFree)) return concrete(kinds as KustoType[]);
    const same = TYPES.map((type) => kinds.map((kind) => (isFree(kind) ? type : (kind as KustoType))));
    const places = kinds.flatMap((kind, i) => (isFree(kind) ? [i] : []));
    const mixed = MIXED.map(([first, second]) =>
      kinds.map((kind, i) => (!isFree(kind) ? (kind as KustoType) : i === places[0] ? first : second)),
    );
    return places.length > 1 ? [...same, ...mixed] : same;
  });
}

/** The types as they are, and those that Kusto may convert: any for one alone, dynamic and long for texts. */
function concrete(types: KustoType[]): KustoType[][] {
  if (types.length === 1) return [types, ...TYPES.filter((type) => type !== types[0]).map((type) => [type])];
  const instead = (other: KustoType): KustoType[] =>
    types.map((type, i) => (i === 0 && type === 'string' ? other : type));
  return types[0] === 'string' ? [types, instead('dynamic'), instead('long')] : [types];
}

function kindAt(parameters: readonly Parameter[], index: number): string {
  const parameter = parameters[index] ?? parameters.at(-1) ?? 'any';
  return parameter.replace('...', '').replace('?', '');
}

function isFree(kind: string): boolean {
  return ['any', 'result', 'common', 'number', 'json'].includes(kind);
}

/** A column of each type in the tables that queries are written over. */
const SAMPLE_COLUMNS: Readonly<Record<KustoType, string>> = {
  bool: 'f',
  int: 'i',
  long: 'n',
  real: 'r',
  decimal: 'decimal(1)',
  string: 's',
  datetime: 't',
  timespan: 'w',
  guid: 'g',
  dynamic: 'd',
};

const BATCH = 60;

function bindAll(binder: Binder, candidates: readonly Candidate[], before: string): Signature[] {
  const signatures: Signature[] = [];
  for (let at = 0; at < candidates.length; at += BATCH)
    signatures.push(...bindBatch(binder, candidates.slice(at, at + BATCH), before));
  return signatures;
}

/** Binds many calls at once, leaving out those that the binder objects to, until the rest binds. */
function bindBatch(binder: Binder, batch: readonly Candidate[], before: string): Signature[] {
  let rest = [...batch];
  while (rest.length > 0) {
    const texts = rest.map((one, i) => `x${i} = ${one.text(sampleArguments(one))}`);
    const attempt = tryBind(binder, before + texts.join(', '));
    if ('bound' in attempt) {
      const { columns } = attempt.bound;
      return rest.flatMap((one, i) => {
        const type = columns.find(({ name }) => name === `x${i}`)?.type;
        return type === undefined ? [] : [{ ...one, returns: type }];
      });
    }
    let start = before.length;
    const ends = texts.map((text) => (start += text.length + 2));
    const wrong = new Set(attempt.errors.map((position) => ends.findIndex((end) => position < end)));
    const kept = rest.filter((_, i) => !wrong.has(i));
    rest = kept.length < rest.length ? kept : [];
  }
  return [];
}

function tryBind(binder: Binder, text: string): { bound: BoundQuery } | { errors: number[] } {
  try {
    return { bound: binder.bind(text) };
  } catch (error) {
    if (error instanceof KqlError) return { errors: error.diagnostics.map(({ start }) => start) };
    throw error;
  }
}

function sampleArguments({ entry, parameters }: Candidate): string[] {
  return parameters.map((type, i) => {
    const [special] = argumentPool(entry, i);
    if (special !== undefined) return special;
    return SAMPLE_COLUMNS[type];
  });
}
