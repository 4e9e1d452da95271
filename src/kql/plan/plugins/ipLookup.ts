import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { flagArgument, given, pluginArguments } from './arguments.ts';
import { lookedUp } from './lookedUp.ts';

interface Sides {
  readonly table: Relation;
  readonly address: Expr;
  readonly network: Expr;
  readonly unmatched: boolean;
  /** Further columns that must be equal, the input's and the table's. */
  readonly keys: readonly (readonly [Expr, Expr])[];
}

function sidesOf(builder: Builder, call: SyntaxNode, input: Relation, env: Env): Sides {
  const { positional, named } = pluginArguments(call);
  const table = builder.table(given(call, positional, 0), { scope: env.scope });
  const inTable = { scope: env.scope, row: rowOf(table) };
  const text = (node: SyntaxNode, row: Env): Expr => builder.convert(builder.expr(node, row), 'string', call);
  const further = positional.slice(3);
  const last = further.at(-1);
  const flag = last?.kind === 'BooleanLiteralExpression' ? last : undefined;
  const extra = (flag ? further.slice(0, -1) : further).map((key) => {
    const name = builder.expr(key, inTable);
    if (name.kind !== 'column')
      throw refuse('argument-not-exact', 'An extra key must be a column of both tables.', key);
    const own = input.columns.find((column) => column.name === name.column.name);
    if (!own) throw refuse('name-not-found', `The input has no column ${name.column.name}.`, key);
    return [columnExpr(own), columnExpr(name.column)] as const;
  });
  return {
    table,
    address: text(given(call, positional, 1), { scope: env.scope, row: rowOf(input) }),
    network: text(given(call, positional, 2), inTable),
    unmatched: flagArgument(builder, named.get('return_unmatched') ?? flag, env),
    keys: extra,
  };
}

/** Rows joined with those of a table of networks whose range holds their address. */
export function ipv4Lookup(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const { table, address, network, unmatched, keys } = sidesOf(builder, call, input, env);
  const [ip, low, high] = ['$ip', '$low', '$high'].map((name) => builder.fresh(name, 'long')) as [
    PlanColumn,
    PlanColumn,
    PlanColumn,
  ];
  const on: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'in-range',
    span: call,
    args: [columnExpr(ip), columnExpr(low), columnExpr(high), ...keys.flat()],
    lower: ([x = '', a = '', b = '', ...equal]) =>
      [
        `${x} >= ${a}`,
        `${x} <= ${b}`,
        ...equal.flatMap((key, i) => (i % 2 === 0 ? [`${key} = ${equal[i + 1] ?? key}`] : [])),
      ].join(' AND '),
  };
  return lookedUp(builder, node, call, {
    input: {
      ...input,
      rel: {
        op: 'extend',
        input: input.rel,
        items: [{ column: ip, expr: builder.call('ipv4_low', 'long', [address], call) }],
      },
    },
    table: {
      ...table,
      rel: {
        op: 'extend',
        input: table.rel,
        items: [
          { column: low, expr: builder.call('ipv4_low', 'long', [network], call) },
          { column: high, expr: builder.call('ipv4_high', 'long', [network], call) },
        ],
      },
    },
    on,
    unmatched,
  });
}

/** The same of IPv6 addresses; IPv4 ones are read as mapped into them. */
export function ipv6Lookup(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const { table, address, network, unmatched, keys } = sidesOf(builder, call, input, env);
  const tests = [
    builder.call('ipv6_is_in_range', 'bool', [address, network], call),
    ...keys.map(([own, other]) => builder.call('EqualExpression', 'bool', [own, other], call)),
  ];
  return lookedUp(builder, node, call, {
    input,
    table,
    on: tests.reduce((all, test) => builder.call('AndExpression', 'bool', [all, test], call)),
    unmatched,
  });
}
