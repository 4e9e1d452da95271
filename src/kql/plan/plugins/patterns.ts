import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Dynamic, parseDynamic, printDynamic } from '../../values/dynamic.ts';
import { resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, type Literal, literal, type PlanColumn } from '../expr.ts';
import { byOrdinal } from '../operators/sources.ts';
import type { Relation } from '../relation.ts';
import { asCell, given, pluginArguments } from './arguments.ts';
import type { BuildPlugin } from './index.ts';

interface PatternPlugin {
  readonly function: string;
  /** Where its number (a weight or a threshold), its weight column, its most dimensions and its wildcards stand. */
  readonly number: number;
  readonly weightColumn: number;
  readonly dimensions?: number;
  readonly wildcards: number;
  readonly fallback: number;
  readonly mostDimensions: number;
  readonly bound: string;
}

const COUNTED = 'Counts and percentages are right; which patterns are listed may differ from the service.';
const NO_LIMIT = 1000;

/** By plugin, what its answer is marked with. */
export const PATTERN_BOUNDS = {
  autocluster: COUNTED,
  basket: `${COUNTED} Patterns that say no more than a longer one of the same rows are left out.`,
  diffpatterns: `${COUNTED} Patterns of more than three columns are looked for where the query says so.`,
} as const;

function patternPlugin(plugin: PatternPlugin, splits: boolean): BuildPlugin {
  return (builder, node, call, input, env) => {
    const { positional } = pluginArguments(call);
    const constantAt = (index: number): Literal | undefined => constant(builder, positional[index], env);
    const weight = positional[plugin.weightColumn];
    if (weight && weight.kind !== 'StringLiteralExpression')
      throw refuse('argument-not-exact', 'A weight column is not supported; expand the rows first.', weight);
    const side = splits ? sideOf(builder, call, input, env) : undefined;
    const columns = input.columns.filter((column) => column !== side?.column);
    const wildcards = wildcardsOf(
      columns,
      positional.slice(plugin.wildcards).flatMap((one) => constant(builder, one, env) ?? []),
    );
    const number = numberOf(constantAt(plugin.number), plugin.fallback);
    const most =
      plugin.dimensions === undefined
        ? NO_LIMIT
        : numberOf(constantAt(plugin.dimensions), plugin.mostDimensions);
    const own = new Set(columns.map(({ name }) => name));
    const made = resultColumns(node)
      .filter(({ name }) => own.has(name) || name !== side?.column.name)
      .map(({ name, type }) => builder.fresh(name, type));
    const ordinal = builder.fresh('$order', 'long');
    return {
      rel: {
        op: 'rows',
        input: input.rel,
        arguments: [
          ...(side ? [side.expr] : []),
          ...columns.map((column) => asCell(builder, columnExpr(column), call)),
        ],
        order: [],
        function: `kql_${plugin.function}`,
        options: printDynamic([wildcards, number, BigInt(most)]),
        columns: made,
        ordinal,
        approximate: plugin.bound,
      },
      columns: made,
      order: byOrdinal(ordinal),
      serialized: false,
    };
  };
}

function constant(builder: Builder, node: SyntaxNode | undefined, env: Env): Literal | undefined {
  if (!node) return undefined;
  const expr = builder.expr(node, env);
  if (expr.kind !== 'literal')
    throw refuse('argument-not-constant', 'This argument must be a constant.', node);
  return expr;
}

function numberOf(given: Literal | undefined, fallback: number): number {
  return given === undefined || given.value === '~' ? fallback : Number(given.value);
}

/** By column: the wildcard given for its type, else '' for texts and null. */
function wildcardsOf(columns: readonly PlanColumn[], given: readonly Literal[]): Dynamic[] {
  return columns.map(({ type }): Dynamic => {
    const own = given.find((one) => one.type === type && one.value !== '~');
    if (own) return typeof own.value === 'object' ? null : (parseDynamic(jsonOf(own)) ?? null);
    return type === 'string' ? '' : null;
  });
}

function jsonOf({ type, value }: Literal): string {
  return type === 'string' || type === 'guid' ? JSON.stringify(value) : String(value);
}

/** 0 or 1 for the rows of the first or the second set, null for others; and the column that tells them apart. */
function sideOf(
  builder: Builder,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): { readonly column: PlanColumn; readonly expr: Expr } {
  const { positional } = pluginArguments(call);
  const [split, a, b] = [0, 1, 2].map((index) => given(call, positional, index)) as [
    SyntaxNode,
    SyntaxNode,
    SyntaxNode,
  ];
  const by = builder.expr(split, { scope: env.scope, row: rowOf(input) });
  if (by.kind !== 'column') throw refuse('argument-not-exact', 'This argument must be a column.', split);
  const text = builder.convert(by, 'string', split);
  const is = (value: SyntaxNode): Expr =>
    builder.call('EqualExpression', 'bool', [text, builder.expr(value, env)], value);
  const which = builder.call(
    'case',
    'long',
    [is(a), literal('long', 0n), is(b), literal('long', 1n), literal('long', null)],
    call,
  );
  return { column: by.column, expr: asJson(which) };
}

export const basket = patternPlugin(
  {
    function: 'basket_of',
    number: 0,
    weightColumn: 1,
    dimensions: 2,
    wildcards: 3,
    fallback: 0.05,
    mostDimensions: 5,
    bound: PATTERN_BOUNDS.basket,
  },
  false,
);

export const autocluster = patternPlugin(
  {
    function: 'clusters_of',
    number: 0,
    weightColumn: 1,
    wildcards: 3,
    fallback: 0.5,
    mostDimensions: NO_LIMIT,
    bound: PATTERN_BOUNDS.autocluster,
  },
  false,
);

export const diffPatterns = patternPlugin(
  {
    function: 'differences_of',
    number: 4,
    weightColumn: 3,
    dimensions: 5,
    wildcards: 6,
    fallback: 0.05,
    mostDimensions: 3,
    bound: PATTERN_BOUNDS.diffpatterns,
  },
  true,
);
