import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { flagArgument, given, pluginArguments } from './arguments.ts';

/** Rows joined with those of a table of networks whose range holds their address. */
export function ipv4Lookup(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const { positional, named } = pluginArguments(call);
  const table = builder.table(given(call, positional, 0), { scope: env.scope });
  const address = builder.expr(given(call, positional, 1), { scope: env.scope, row: rowOf(input) });
  const network = builder.expr(given(call, positional, 2), { scope: env.scope, row: rowOf(table) });
  const extra = positional.slice(3).map((key) => {
    const name = builder.expr(key, { scope: env.scope, row: rowOf(table) });
    if (name.kind !== 'column')
      throw refuse('argument-not-exact', 'An extra key must be a column of both tables.', key);
    const own = input.columns.find((column) => column.name === name.column.name);
    if (!own) throw refuse('name-not-found', `The input has no column ${name.column.name}.`, key);
    return [columnExpr(own), columnExpr(name.column)] as const;
  });
  const unmatched = flagArgument(builder, named.get('return_unmatched'), env);
  const [ip, low, high] = ['$ip', '$low', '$high'].map((name) => builder.fresh(name, 'long')) as [
    PlanColumn,
    PlanColumn,
    PlanColumn,
  ];
  const text = (expr: Expr): Expr => builder.convert(expr, 'string', call);
  const left: Rel = {
    op: 'extend',
    input: input.rel,
    items: [{ column: ip, expr: builder.call('ipv4_low', 'long', [text(address)], call) }],
  };
  const right: Rel = {
    op: 'extend',
    input: table.rel,
    items: [
      { column: low, expr: builder.call('ipv4_low', 'long', [text(network)], call) },
      { column: high, expr: builder.call('ipv4_high', 'long', [text(network)], call) },
    ],
  };
  const on: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'in-range',
    span: call,
    args: [columnExpr(ip), columnExpr(low), columnExpr(high), ...extra.flat()],
    lower: ([x = '', a = '', b = '', ...keys]) =>
      [
        `${x} >= ${a}`,
        `${x} <= ${b}`,
        ...keys.flatMap((key, i) => (i % 2 === 0 ? [`${key} = ${keys[i + 1] ?? key}`] : [])),
      ].join(' AND '),
  };
  const joined: Rel = { op: 'join', kind: unmatched ? 'LEFT' : 'INNER', left, right, on };
  const items: Assignment[] = [];
  const looked = table.columns.map((column) => {
    if (!unmatched || column.type !== 'string') return column;
    const filled = builder.fresh(column.name, 'string');
    items.push({ column: filled, expr: builder.call('text_or_empty', 'string', [columnExpr(column)], call) });
    return filled;
  });
  const rel: Rel = items.length > 0 ? { op: 'extend', input: joined, items } : joined;
  const all = [...input.columns, ...looked];
  const wanted = resultColumns(node);
  if (wanted.length !== all.length)
    throw refuse('columns-not-matched', 'The columns of this lookup could not be matched.', node);
  return {
    rel,
    columns: all.map((column, i) => ({ ...column, name: wanted[i]?.name ?? column.name })),
    order: input.order,
    serialized: false,
  };
}
