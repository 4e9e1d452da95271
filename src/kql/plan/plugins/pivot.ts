import type { KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments, nameText, part, resultColumns, scalarType } from '../access.ts';
import { aggregateExpr } from '../aggregateExpr.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import { SchemaProbe } from '../probe.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { given } from './arguments.ts';

interface Pivot {
  readonly value: Expr;
  readonly aggregate: string;
  readonly args: readonly Expr[];
  readonly type: KustoType;
  readonly keys: readonly PlanColumn[];
  readonly node: SyntaxNode;
}

/** A column per value of the pivot column, holding an aggregate of the rows that have it. */
export function pivot(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const spec = pivotOf(builder, call, input, env);
  const name = builder.convert(spec.value, 'string', call);
  if (!node.parts['Schema']) throw probe(builder, node, call, input, spec, name);
  const wanted = resultColumns(node);
  const keys = wanted.slice(0, spec.keys.length).map((column, i): Assignment => {
    const key = spec.keys[i];
    if (!key || key.name !== column.name)
      throw refuse('columns-not-matched', `The column ${column.name} is no key of this pivot.`, node);
    return { column: builder.fresh(key.name, key.type), expr: columnExpr(key) };
  });
  const aggregates = wanted.slice(spec.keys.length).map((column): Assignment => {
    const only = builder.call('EqualExpression', 'bool', [name, literal('string', column.name)], node);
    return {
      column: builder.fresh(column.name, spec.type),
      expr: aggregateExpr(spec.aggregate, spec.type, spec.args, input, spec.node, only),
    };
  });
  return {
    rel: { op: 'aggregate', input: input.rel, keys, aggregates },
    columns: [...keys, ...aggregates].map(({ column }) => column),
    order: [],
    serialized: false,
  };
}

function pivotOf(builder: Builder, call: SyntaxNode, input: Relation, env: Env): Pivot {
  const row = { scope: env.scope, row: rowOf(input) };
  const [, second, ...others] = callArguments(call);
  const value = builder.expr(given(call, callArguments(call), 0), row);
  const used = new Set<string>();
  const column = (expr: Expr): void => {
    if (expr.kind === 'column') used.add(expr.column.name);
    if (expr.kind === 'call') expr.args.forEach(column);
  };
  column(value);
  const aggregate = second?.kind === 'FunctionCallExpression' ? nameText(part(second, 'Name')) : 'count';
  const args = second ? callArguments(second).map((arg) => builder.expr(arg, row)) : [];
  args.forEach(column);
  const keys =
    others.length > 0
      ? others.map((key) => {
          const expr = builder.expr(key, row);
          if (expr.kind !== 'column') throw refuse('argument-not-exact', 'pivot() groups by columns.', key);
          return expr.column;
        })
      : input.columns.filter(({ name }) => !used.has(name));
  return { value, aggregate, args, keys, type: second ? scalarType(second) : 'long', node: second ?? call };
}

function probe(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  spec: Pivot,
  name: Expr,
): SchemaProbe {
  if (node.foreign)
    throw refuse(
      'schema-not-here',
      'pivot() inside of a saved function needs its schema written out: `: (name:type, …)`.',
      call,
    );
  const text = builder.fresh('name', 'string');
  const rel: Rel = { op: 'distinct', input: input.rel, items: [{ column: text, expr: name }] };
  return new SchemaProbe(
    { rel, columns: [text], order: [], serialized: false },
    node.start + node.length,
    (rows) => [
      ...spec.keys.map(({ name, type }) => ({ name, type })),
      ...rows
        .map(([value]) => String(value))
        .sort()
        .map((value) => ({ name: value, type: spec.type })),
    ],
  );
}
