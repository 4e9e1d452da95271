import type { SyntaxNode } from '../../syntax/node.ts';
import { resultColumns } from '../access.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn, rowNumber } from '../expr.ts';
import { byOrdinal } from '../operators/sources.ts';
import type { Relation } from '../relation.ts';

/** A row per cell: the row's number, the column's name and the value as text. */
export function narrow(builder: Builder, node: SyntaxNode, _call: SyntaxNode, input: Relation): Relation {
  const columns = resultColumns(node).map(({ name, type }) => builder.fresh(name, type));
  const number = builder.fresh('$row', 'long');
  const ordinal = builder.fresh('$order', 'long');
  const position: Expr = rowNumber(input.order);
  const numbered = { op: 'extend' as const, input: input.rel, items: [{ column: number, expr: position }] };
  const shared = { op: 'shared' as const, id: builder.fresh('shared', 'string').sql, body: numbered };
  const zeroBased = builder.call(
    'SubtractExpression',
    'long',
    [columnExpr(number), literal('long', 1n)],
    node,
  );
  const at = (i: number): Expr =>
    builder.call(
      'AddExpression',
      'long',
      [
        builder.call(
          'MultiplyExpression',
          'long',
          [zeroBased, literal('long', BigInt(input.columns.length))],
          node,
        ),
        literal('long', BigInt(i)),
      ],
      node,
    );
  return {
    rel: {
      op: 'union',
      columns: [...columns, ordinal],
      inputs: input.columns.map((column, i) => ({
        rel: shared,
        values: new Map(
          [
            builder.convert(zeroBased, columns[0]?.type ?? 'long', node),
            literal('string', column.name),
            builder.convert(columnExpr(column), 'string', node),
            at(i),
          ].flatMap((expr, k): [PlanColumn, Expr][] => {
            const target = [...columns, ordinal][k];
            return target ? [[target, expr]] : [];
          }),
        ),
      })),
    },
    columns,
    order: byOrdinal(ordinal),
    serialized: false,
  };
}
