import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { rereadOf, shareRelation } from '../shared.ts';
import { given, pluginArguments } from './arguments.ts';

/** Reads a plugin's positional arguments: of the input's row, or constants of the query. */
class Arguments {
  private readonly builder: Builder;
  private readonly call: SyntaxNode;
  private readonly nodes: readonly SyntaxNode[];

  constructor(builder: Builder, call: SyntaxNode) {
    this.builder = builder;
    this.call = call;
    this.nodes = pluginArguments(call).positional;
  }

  of(index: number, env: Env): Expr {
    return this.builder.expr(given(this.call, this.nodes, index), env);
  }

  columnsFrom(index: number, relation: Relation, env: Env): PlanColumn[] {
    return this.nodes.slice(index).map((node) => {
      const expr = this.builder.expr(node, { scope: env.scope, row: rowOf(relation) });
      if (expr.kind !== 'column') throw refuse('argument-not-exact', 'This argument must be a column.', node);
      return expr.column;
    });
  }
}

/** A percentile over the values of each bin and of those before it in the window; a row per bin that has values. */
export function rollingPercentile(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const args = new Arguments(builder, call);
  const shared = shareRelation(builder, input);
  const [all, each] = [rereadOf(builder, shared), rereadOf(builder, shared)];
  const rowOfAll = { scope: env.scope, row: rowOf(all) };
  const size = args.of(3, env);
  const bins = args.of(4, env);
  const value = args.of(0, rowOfAll);
  const index = args.of(2, rowOfAll);
  const keysOf = (relation: Relation): PlanColumn[] => args.columnsFrom(5, relation, env);
  const binned = (expr: Expr): Expr => builder.call('bin', expr.type, [expr, size], call);
  const grid = [
    {
      column: builder.fresh('$bin', index.type),
      expr: binned(args.of(2, { scope: env.scope, row: rowOf(each) })),
    },
    ...keysOf(each).map(
      (key): Assignment => ({ column: builder.fresh(key.name, key.type), expr: columnExpr(key) }),
    ),
  ];
  const on: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'in-window',
    span: call,
    args: [
      binned(index),
      size,
      bins,
      ...grid.map(({ column }) => columnExpr(column)),
      ...keysOf(all).map(columnExpr),
    ],
    lower: ([at = '', width = '', n = '', bin = '', ...keys]) => {
      return [`${at} <= ${bin}`, `${at} > ${bin} - ${n} * ${width}`, ...sameHalves(keys)].join(' AND ');
    },
  };
  const joined: Rel = {
    op: 'join',
    kind: 'INNER',
    left: { op: 'distinct', input: each.rel, items: grid },
    right: all.rel,
    on,
  };
  const percent: Expr = {
    kind: 'call',
    type: value.type,
    name: 'percentile',
    span: call,
    args: [value, args.of(1, env)],
    lower: ([x = '', p = '']) => `quantile_disc(${x}, (${p}) / 100.0)`,
  };
  return grouped(
    builder,
    node,
    joined,
    grid.map(({ column }) => columnExpr(column)),
    percent,
  );
}

/** Users active on enough periods of the window that ends at one of their events, counted per bin of such events. */
export function activeUsersCount(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const args = new Arguments(builder, call);
  const shared = shareRelation(builder, input);
  const [events, others] = [rereadOf(builder, shared), rereadOf(builder, shared)];
  const mine = { scope: env.scope, row: rowOf(events) };
  const theirs = { scope: env.scope, row: rowOf(others) };
  const [user, at] = [args.of(0, mine), args.of(1, mine)];
  const [start, end, lookback, period, active, size] = [2, 3, 4, 5, 6, 7].map((i) => args.of(i, env)) as [
    Expr,
    Expr,
    Expr,
    Expr,
    Expr,
    Expr,
  ];
  const dimensionsOf = (relation: Relation): PlanColumn[] => args.columnsFrom(8, relation, env);
  const slice = dimensionsOf(events).map(
    (column): Assignment => ({ column: builder.fresh(column.name, column.type), expr: columnExpr(column) }),
  );
  const on: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'looked-back',
    span: call,
    args: [
      ...[user, at, args.of(0, theirs), args.of(1, theirs), start, end, lookback],
      ...[...dimensionsOf(events), ...dimensionsOf(others)].map(columnExpr),
    ],
    lower: ([u = '', t = '', other = '', before = '', from = '', to = '', back = '', ...dimensions]) =>
      [
        `${u} = ${other} AND ${t} >= ${from} AND ${t} < ${to} AND ${before} <= ${t} AND ${before} > ${t} - ${back}`,
        ...sameHalves(dimensions),
      ].join(' AND '),
  };
  const joined: Rel = { op: 'join', kind: 'INNER', left: events.rel, right: others.rel, on };
  const [who, when, periods] = [
    builder.fresh('$user', user.type),
    builder.fresh('$at', at.type),
    builder.fresh('$periods', 'long'),
  ];
  const perEvent: Rel = {
    op: 'aggregate',
    input: joined,
    keys: [{ column: who, expr: user }, { column: when, expr: at }, ...slice],
    aggregates: [
      {
        column: periods,
        expr: {
          kind: 'call',
          type: 'long',
          name: 'periods',
          span: call,
          args: [builder.call('bin', at.type, [args.of(1, theirs), period], call)],
          lower: ([x = '']) => `count(DISTINCT ${x})`,
        },
      },
    ],
  };
  const enough = builder.call('GreaterThanOrEqualExpression', 'bool', [columnExpr(periods), active], call);
  const bin = builder.call('bin_at', at.type, [columnExpr(when), size, start], call);
  const users: Expr = {
    kind: 'call',
    type: 'long',
    name: 'dcount',
    span: call,
    args: [columnExpr(who)],
    lower: ([x = '']) => `count(DISTINCT ${x})`,
  };
  return grouped(
    builder,
    node,
    { op: 'filter', input: perEvent, predicate: enough },
    [bin, ...slice.map(({ column }) => columnExpr(column))],
    users,
  );
}

/** The first half of the columns against the second, one by one. */
function sameHalves(columns: readonly string[]): string[] {
  const half = columns.length / 2;
  return columns
    .slice(0, half)
    .map((column, i) => `${column} IS NOT DISTINCT FROM ${columns[half + i] ?? column}`);
}

/** Keys and one value, under the names that the binder gives them. */
function grouped(
  builder: Builder,
  node: SyntaxNode,
  input: Rel,
  keys: readonly Expr[],
  value: Expr,
): Relation {
  const wanted = resultColumns(node);
  if (wanted.length !== keys.length + 1)
    throw refuse('columns-not-matched', 'The columns of this plugin could not be matched.', node);
  const items = [...keys, value].map(
    (expr, i): Assignment => ({ column: builder.fresh(wanted[i]?.name ?? '', expr.type), expr }),
  );
  return {
    rel: { op: 'aggregate', input, keys: items.slice(0, -1), aggregates: items.slice(-1) },
    columns: items.map(({ column }) => column),
    order: [],
    serialized: false,
  };
}
