import type { Builder } from './builder.ts';
import type { Relation } from './relation.ts';

/** The relation computed once and read by name. */
export function shareRelation(builder: Builder, relation: Relation): Relation {
  const id = builder.fresh('shared', 'string').sql;
  return { ...relation, rel: { op: 'shared', id, body: relation.rel } };
}

/** The same rows once more, under columns of their own. */
export function rereadOf(builder: Builder, relation: Relation): Relation {
  const fresh = new Map(
    [
      ...relation.columns,
      ...relation.order.map((key) => key.column),
      ...(relation.rowKey ? [relation.rowKey] : []),
    ].map((column) => [column, builder.fresh(column.name, column.type)]),
  );
  const of = (column: Relation['columns'][number]): Relation['columns'][number] =>
    fresh.get(column) ?? column;
  return {
    ...relation,
    rel: {
      op: 'pick',
      input: relation.rel,
      items: [...fresh].map(([from, column]) => ({
        column,
        expr: { kind: 'column', type: from.type, column: from },
      })),
    },
    columns: relation.columns.map(of),
    order: relation.order.map((key) => ({ ...key, column: of(key.column) })),
    ...(relation.rowKey && { rowKey: of(relation.rowKey) }),
  };
}
