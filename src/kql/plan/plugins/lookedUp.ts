import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { resultColumns } from '../access.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';

export interface Lookup {
  /** `rel` of both may hold helper columns; their visible columns are shown. */
  readonly input: Relation;
  readonly table: Relation;
  readonly on: Expr;
  /** Whether rows without a match stay, with nothing of the table. */
  readonly unmatched: boolean;
}

/** The input's columns and the table's, a row for each match, under the names that the binder gives them. */
export function lookedUp(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  { input, table, on, unmatched }: Lookup,
): Relation {
  const joined: Rel = {
    op: 'join',
    kind: unmatched ? 'LEFT' : 'INNER',
    left: input.rel,
    right: table.rel,
    on,
  };
  const items: Assignment[] = [];
  const looked = table.columns.map((column): PlanColumn => {
    if (!unmatched || column.type !== 'string') return column;
    const filled = builder.fresh(column.name, 'string');
    items.push({ column: filled, expr: builder.call('text_or_empty', 'string', [columnExpr(column)], call) });
    return filled;
  });
  const all = [...input.columns, ...looked];
  const wanted = resultColumns(node);
  if (wanted.length !== all.length)
    throw refuse('columns-not-matched', 'The columns of this lookup could not be matched.', node);
  return {
    rel: items.length > 0 ? { op: 'extend', input: joined, items } : joined,
    columns: all.map((column, i) => ({ ...column, name: wanted[i]?.name ?? column.name })),
    order: input.order,
    serialized: false,
  };
}
