import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, part } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr } from '../expr.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { Scope } from '../scope.ts';
import { shareRelation } from '../shared.ts';

/** The subquery once per value of the key, over the rows with that value. */
export function partition(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const operand = part(node, 'Operand');
  const by = part(node, 'ByExpression');
  const subquery = operand.parts['Subquery'];
  if (subquery) return perPartition(builder, node, by, subquery, input, env);
  return perKey(builder, by, part(operand, 'Query'), input, env);
}

/** `__partitionby Key (…)` is what partition was. */
export function partitionBy(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  return perPartition(builder, node, part(node, 'Entity'), part(node, 'Subquery'), input, env);
}

/** `{ … }`: a query of its own for each value of the key, in which the key's name stands for that value. */
function perKey(builder: Builder, by: SyntaxNode, query: SyntaxNode, input: Relation, env: Env): Relation {
  const key = builder.expr(by, { scope: env.scope, row: rowOf(input) });
  const each = builder.fresh('$partition', key.type);
  const scope = new Scope(env.scope);
  scope.bind(nameText(by), { kind: 'scalar', expr: columnExpr(each) });
  const keys: Rel = { op: 'distinct', input: input.rel, items: [{ column: each, expr: key }] };
  return unfolded(keys, builder.table(query, { scope }));
}

function perPartition(
  builder: Builder,
  node: SyntaxNode,
  by: SyntaxNode,
  subquery: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const shared = shareRelation(builder, input);
  const key = builder.expr(by, { scope: env.scope, row: rowOf(input) });
  const each = builder.fresh('$partition', key.type);
  const keys: Rel = { op: 'distinct', input: shared.rel, items: [{ column: each, expr: key }] };
  const same: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'same',
    span: node,
    args: [key, columnExpr(each)],
    lower: ([a = '', b = '']) => `${a} IS NOT DISTINCT FROM ${b}`,
  };
  const body = builder.table(subquery, {
    scope: env.scope,
    input: { ...shared, rel: { op: 'filter', input: shared.rel, predicate: same } },
  });
  return unfolded(keys, body);
}

function unfolded(keys: Rel, body: Relation): Relation {
  return {
    rel: { op: 'lateral', input: keys, body: body.rel },
    columns: body.columns,
    order: [],
    serialized: false,
    ...(body.rowKey && { rowKey: body.rowKey }),
  };
}
