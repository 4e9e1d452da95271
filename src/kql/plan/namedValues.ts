import { refuse } from '../diagnostics.ts';
import type { ResultType, SyntaxNode } from '../syntax/node.ts';
import { list, nameText, part } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from './expr.ts';
import type { Assignment } from './rel.ts';

export interface NamedValue {
  /** Absent where the query gives none; the binder then makes one. */
  readonly name: string | undefined;
  /** What one without a name is called after its expression; absent where the binder makes a name up. */
  readonly own?: string;
  readonly expr: Expr;
}

/** Values of a list of expressions in the order written: `*` and `(a, b) = …` give several. */
export function namedValues(
  builder: Builder,
  expressions: readonly SyntaxNode[],
  env: Env,
  all: readonly PlanColumn[],
): NamedValue[] {
  return expressions.flatMap((node): NamedValue[] => {
    if (node.kind === 'StarExpression')
      return all.map((column) => ({ name: column.name, expr: columnExpr(column) }));
    if (node.kind === 'SimpleNamedExpression') {
      const name = nameText(part(node, 'Name'));
      const value = part(node, 'Expression');
      // The name is the first one's; the binder names the others.
      if (isSeveral(value))
        return spread(builder, value, env, [name, ...value.type.columns.slice(1).map(() => undefined)]);
      return [{ name, expr: builder.expr(value, env) }];
    }
    if (node.kind === 'CompoundNamedExpression') {
      const names = list(part(node, 'Names'), 'Names').map(nameText);
      return spread(builder, part(node, 'Expression'), env, names);
    }
    if (isSeveral(node))
      return spread(
        builder,
        node,
        env,
        node.type.columns.map(() => undefined),
      );
    const own = node.resultName;
    return [{ name: undefined, ...(own !== undefined && { own }), expr: builder.expr(node, env) }];
  });
}

/** A call that gives several values. A name with several is an element of a graph, which is one bag. */
function isSeveral(
  node: SyntaxNode,
): node is SyntaxNode & { readonly type: Extract<ResultType, { readonly kind: 'tuple' }> } {
  return node.type.kind === 'tuple' && node.type.columns.length > 1 && node.kind !== 'NameReference';
}

/** The elements of one dynamic array under several names. */
function spread(
  builder: Builder,
  node: SyntaxNode,
  env: Env,
  names: readonly (string | undefined)[],
): NamedValue[] {
  const expr = builder.expr(node, env);
  if (expr.type !== 'dynamic') throw refuse('several-names', 'Several names need a dynamic array.', node);
  return names.map((name, i) => {
    const element = builder.call('path', 'dynamic', [expr, literal('string', `$[${i}]`)], node);
    const column = node.type.kind === 'tuple' ? node.type.columns[i] : undefined;
    const type = column?.type ?? 'dynamic';
    return {
      name,
      expr: type === 'unknown' || type === 'dynamic' ? element : builder.convert(element, type, node),
    };
  });
}

/** A column for each value: a column of the input stays itself under its new name. */
export function place(
  builder: Builder,
  values: readonly { readonly name: string; readonly expr: Expr }[],
): { readonly items: readonly Assignment[]; readonly columns: readonly PlanColumn[] } {
  const items: Assignment[] = [];
  const columns = values.map(({ name, expr }) => {
    if (expr.kind === 'column') return { ...expr.column, name };
    const column = builder.fresh(name, expr.type);
    items.push({ column, expr });
    return column;
  });
  return { items, columns };
}
