import type { Span } from '../diagnostics.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from './expr.ts';

/** Columns equal in pairs, null being equal to null. */
export function sameValues(left: readonly PlanColumn[], right: readonly PlanColumn[], span: Span): Expr {
  if (left.length === 0) return literal('bool', true);
  return {
    kind: 'call',
    type: 'bool',
    name: 'same',
    span,
    args: [...left, ...right].map(columnExpr),
    lower: (args) =>
      left
        .map((_, i) => `${args[i] ?? ''} IS NOT DISTINCT FROM ${args[left.length + i] ?? ''}`)
        .join(' AND '),
  };
}
