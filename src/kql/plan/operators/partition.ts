import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr } from '../expr.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { shareRelation } from '../shared.ts';

/** The subquery once per value of the key, over the rows with that value. */
export function partition(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const operand = part(node, 'Operand');
  const subquery = operand.parts['Subquery'];
  if (!subquery) throw refuse('partition-form', 'This form of partition is not supported.', operand);
  const shared = shareRelation(builder, input);
  const key = builder.expr(part(node, 'ByExpression'), { scope: env.scope, row: rowOf(input) });
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
  const found = new Map(body.columns.map((column) => [column.name, column]));
  return {
    rel: { op: 'lateral', input: keys, body: body.rel },
    columns: resultColumns(node).map(({ name }) => {
      const column = found.get(name);
      if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return column;
    }),
    order: [],
    serialized: false,
    ...(body.rowKey && { rowKey: body.rowKey }),
  };
}
