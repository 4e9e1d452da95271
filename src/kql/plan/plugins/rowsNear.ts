import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { given, pluginArguments } from './arguments.ts';

/** Rows within so many rows of one that meets a condition; another number may be given for those after it. */
export function rowsNear(
  builder: Builder,
  _node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const { positional } = pluginArguments(call);
  const condition = builder.expr(given(call, positional, 0), { scope: env.scope, row: rowOf(input) });
  const certain = builder.call('coalesce', 'bool', [condition, literal('bool', false)], call);
  const count = (index: number): bigint => {
    const node = given(call, positional, index);
    const value = builder.convert(builder.expr(node, env), 'long', node);
    if (value.kind !== 'literal' || typeof value.value !== 'bigint' || value.value < 0n)
      throw refuse('argument-not-constant', 'A number of rows must be a constant of 0 or more.', node);
    return value.value;
  };
  const before = count(1);
  const after = positional.length > 2 ? count(2) : before;
  const met = builder.fresh('$met', 'bool');
  const near = builder.fresh('$near', 'bool');
  const someMet: Expr = {
    kind: 'window',
    type: 'bool',
    lower: ([x = '']) => `bool_or(${x})`,
    args: [columnExpr(met)],
    partition: [],
    order: input.order,
    frame: `ROWS BETWEEN ${after} PRECEDING AND ${before} FOLLOWING`,
  };
  return {
    ...input,
    rel: {
      op: 'filter',
      input: {
        op: 'extend',
        input: { op: 'extend', input: input.rel, items: [{ column: met, expr: certain }] },
        items: [{ column: near, expr: someMet }],
      },
      predicate: columnExpr(near),
    },
  };
}
