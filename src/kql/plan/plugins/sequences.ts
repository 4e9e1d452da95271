import type { KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments, nameText, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf, withHoisted } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import { byOrdinal } from '../operators/sources.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { given, asCell } from './arguments.ts';

/** Bits of the number that says which conditions held. */
const MOST_STEPS = 62;

/** Columns that tell entities apart: of types whose values are equal exactly where the service joins them. */
const DIMENSION_TYPES: readonly KustoType[] = [
  'string',
  'bool',
  'int',
  'long',
  'datetime',
  'timespan',
  'guid',
];

/** Sequences of events that meet one condition after the other, of entities that the dimensions tell apart. */
export function sequenceDetect(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const args = callArguments(call);
  const rowScope = rowOf(input);
  const row = { scope: env.scope, row: rowScope };
  const timeline = timelineOf(builder, given(call, args, 0), row);
  const [window, span] = [1, 2].map((index) => timespanOf(builder, given(call, args, index), env)) as [
    Expr,
    Expr,
  ];
  const later = args.slice(3);
  const isDimension = (arg: SyntaxNode): boolean =>
    arg.kind === 'NameReference' && arg.symbol?.kind === 'Column';
  const conditions = later.filter((arg) => !isDimension(arg));
  const dimensions = later.filter(isDimension).map((arg) => dimensionOf(builder, arg, row));
  checkNames(conditions, call);
  const held = conditionsHeld(
    conditions.map((condition) => builder.expr(part(condition, 'Expression'), row)),
    call,
  );
  const mask = builder.fresh('$held', 'long');
  const some = builder.call('NotEqualExpression', 'bool', [columnExpr(mask), literal('long', 0n)], call);
  const rel: Rel = {
    op: 'filter',
    input: { op: 'extend', input: withHoisted(input.rel, rowScope), items: [{ column: mask, expr: held }] },
    predicate: some,
  };
  return throughRows(
    builder,
    resultColumns(node).map(({ name, type }) => builder.fresh(name, type)),
    {
      function: 'kql_sequences_of',
      input: rel,
      arguments: [asCell(builder, timeline, call), asJson(columnExpr(mask)), ...dimensions],
      options: [
        ...placeOf(call, 'sequence_detect'),
        asCell(builder, window, call),
        asCell(builder, span, call),
        asJson(literal('long', BigInt(conditions.length))),
      ],
    },
  );
}

function checkNames(conditions: readonly SyntaxNode[], call: SyntaxNode): void {
  const [first] = conditions;
  if (!first || conditions.length > MOST_STEPS)
    throw refuse(
      'argument-not-exact',
      `sequence_detect needs 1 to ${MOST_STEPS} conditions, before the columns that tell entities apart.`,
      call,
    );
  const seen = new Set<string>();
  for (const condition of conditions) {
    if (condition.kind !== 'SimpleNamedExpression')
      throw refuse(
        'argument-not-exact',
        'The column of a condition without a name is not documented.',
        condition,
        'Give each condition a name: step1=(…).',
      );
    const name = nameText(part(condition, 'Name'));
    if (seen.has(name))
      throw refuse('argument-not-exact', `Two conditions are named ${name}.`, condition, 'Rename one.');
    seen.add(name);
  }
}

function conditionsHeld(conditions: readonly Expr[], call: SyntaxNode): Expr {
  return {
    kind: 'call',
    type: 'long',
    name: 'conditions-held',
    span: call,
    args: conditions,
    lower: (args) =>
      args.map((arg, i) => `CASE WHEN ${arg} THEN ${1n << BigInt(i)}::BIGINT ELSE 0 END`).join(' + '),
  };
}

function dimensionOf(builder: Builder, node: SyntaxNode, row: Env): Expr {
  const value = builder.expr(node, row);
  if (!DIMENSION_TYPES.includes(value.type))
    throw refuse(
      'argument-not-exact',
      `A dimension of type ${value.type} is not supported.`,
      node,
      'Make a text of it with tostring() before.',
    );
  return asCell(builder, value, node);
}

export function timelineOf(builder: Builder, node: SyntaxNode, row: Env): Expr {
  const value = builder.expr(node, row);
  if (value.kind !== 'column' || value.type !== 'datetime')
    throw refuse('argument-not-exact', 'The timeline must be a column of type datetime.', node);
  return value;
}

export function timespanOf(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const value = builder.expr(node, env);
  if (value.type !== 'timespan')
    throw refuse('argument-not-exact', 'This argument must be a timespan.', node);
  return value;
}

/** What a function over events says in a refusal: where, and of which plugin. */
export function placeOf(call: SyntaxNode, plugin: string): Expr[] {
  return [
    asJson(literal('long', BigInt(call.start))),
    asJson(literal('long', BigInt(call.length))),
    asJson(literal('string', plugin)),
  ];
}

export function throughRows(
  builder: Builder,
  columns: readonly PlanColumn[],
  rows: Omit<Extract<Rel, { op: 'rows' }>, 'op' | 'columns' | 'ordinal' | 'order'>,
): Relation {
  const ordinal = builder.fresh('$order', 'long');
  return {
    rel: { ...rows, op: 'rows', order: [], columns, ordinal },
    columns,
    order: byOrdinal(ordinal),
    serialized: false,
  };
}
