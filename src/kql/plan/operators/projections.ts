import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns } from '../access.ts';
import { rowOf, type Builder, type Env } from '../builder.ts';
import { checkedConvert } from '../calls.ts';
import { columnExpr, literal, type Expr, type PlanColumn } from '../expr.ts';
import type { Assignment } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';

/** One `name = expression` of a list; several names where a dynamic array is spread over them. */
interface Item {
  readonly names: readonly (string | undefined)[];
  readonly node: SyntaxNode;
}

function itemOf(node: SyntaxNode): Item {
  if (node.kind === 'SimpleNamedExpression')
    return { names: [nameText(part(node, 'Name'))], node: part(node, 'Expression') };
  if (node.kind === 'CompoundNamedExpression')
    return {
      names: list(part(node, 'Names'), 'Names').map(nameText),
      node: part(node, 'Expression'),
    };
  return { names: [undefined], node };
}

/** Values of a list of expressions, each under the name that the binder gave it, in the order written. */
function assignments(
  builder: Builder,
  expressions: readonly SyntaxNode[],
  input: Relation,
  env: Env,
): { readonly name: string | undefined; readonly expr: Expr }[] {
  const row = { scope: env.scope, row: rowOf(input) };
  return expressions.flatMap((node) => {
    if (node.kind === 'StarExpression')
      return input.columns.map((column) => ({ name: column.name, expr: columnExpr(column) }));
    const item = itemOf(node);
    const expr = builder.expr(item.node, row);
    if (item.names.length === 1 && node.kind !== 'CompoundNamedExpression')
      return [{ name: item.names[0], expr }];
    if (expr.type !== 'dynamic') throw refuse('several-names', 'Several names need a dynamic array.', node);
    return item.names.map((name, i) => ({
      name,
      expr: builder.call('path', 'dynamic', [expr, literal('string', `$[${i}]`)], node),
    }));
  });
}

/** A column for each value: an input column stays itself under its own name. */
function place(
  builder: Builder,
  values: readonly { readonly name: string; readonly type: PlanColumn['type']; readonly expr: Expr }[],
  node: SyntaxNode,
): { readonly items: readonly Assignment[]; readonly columns: readonly PlanColumn[] } {
  const items: Assignment[] = [];
  const columns = values.map(({ name, type, expr }) => {
    if (expr.kind === 'column' && expr.type === type) return { ...expr.column, name };
    const column = builder.fresh(name, type);
    items.push({ column, expr: checkedConvert(expr, type, node) });
    return column;
  });
  return { items, columns };
}

function extended(input: Relation, items: readonly Assignment[], columns: readonly PlanColumn[]): Relation {
  return { ...input, columns, rel: items.length > 0 ? { op: 'extend', input: input.rel, items } : input.rel };
}

export function project(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expressions = list(node, 'Expressions');
  const wanted = resultColumns(node);
  const values = assignments(builder, expressions, input, env);
  if (values.length !== wanted.length)
    throw refuse('columns-not-matched', 'The columns of this operator could not be matched.', node);
  const placed = place(
    builder,
    values.map(({ expr }, i) => ({ name: wanted[i]?.name ?? '', type: wanted[i]?.type ?? 'dynamic', expr })),
    node,
  );
  return extended(input, placed.items, placed.columns);
}

/** New columns replace those of their name in place; the others follow. Every expression sees the input row. */
export function extend(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expressions = list(node, 'Expressions');
  const wanted = resultColumns(node);
  const added = wanted.slice(input.columns.length);
  const values = assignments(builder, expressions, input, env);
  let next = 0;
  const byName = new Map<string, Expr>();
  for (const { name, expr } of values) {
    const target = name ?? nextName(expr, input, added[next]?.name);
    if (!columnNamed(input, target)) next++;
    byName.set(target, expr);
  }
  const placed = place(
    builder,
    wanted.map(({ name, type }) => {
      const expr = byName.get(name);
      const old = columnNamed(input, name);
      if (expr) return { name, type, expr };
      if (!old) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return { name, type: old.type, expr: columnExpr(old) };
    }),
    node,
  );
  return extended(input, placed.items, placed.columns);
}

/** An unnamed expression: a column extends itself; anything else takes the next name that the binder made. */
function nextName(expr: Expr, input: Relation, made: string | undefined): string {
  if (expr.kind === 'column' && columnNamed(input, expr.column.name)) return expr.column.name;
  return made ?? '';
}

/** The operators whose result is a choice of the input's columns by name. */
export function chosen(_: Builder, node: SyntaxNode, input: Relation): Relation {
  const columns = resultColumns(node).map(({ name }) => {
    const column = columnNamed(input, name);
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return column;
  });
  return { ...input, columns };
}

export const projectAway = chosen;
export const projectKeep = chosen;
export const projectReorder = chosen;

/** Renamed columns stay where they are. */
export function projectRename(_builder: Builder, node: SyntaxNode, input: Relation): Relation {
  const columns = resultColumns(node).map(({ name }, i): PlanColumn => {
    const column = input.columns[i];
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return { ...column, name };
  });
  return { ...input, columns };
}
