import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf, withHoisted } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import { namedValues, place } from '../namedValues.ts';
import type { Assignment } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';

function extended(input: Relation, items: readonly Assignment[], columns: readonly PlanColumn[]): Relation {
  return { ...input, columns, rel: items.length > 0 ? { op: 'extend', input: input.rel, items } : input.rel };
}

export function project(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expressions = list(node, 'Expressions');
  const wanted = resultColumns(node);
  const row = rowOf(input);
  const values = namedValues(builder, expressions, { scope: env.scope, row }, input.columns);
  if (values.length !== wanted.length)
    throw refuse('columns-not-matched', 'The columns of this operator could not be matched.', node);
  const placed = place(
    builder,
    values.map(({ expr }, i) => ({ name: wanted[i]?.name ?? '', expr })),
  );
  return extended({ ...input, rel: withHoisted(input.rel, row) }, placed.items, placed.columns);
}

/** New columns replace those of their name in place; the others follow. Every expression sees the input row. */
export function extend(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expressions = list(node, 'Expressions');
  const wanted = resultColumns(node);
  const added = wanted.slice(input.columns.length);
  const row = rowOf(input);
  const values = namedValues(builder, expressions, { scope: env.scope, row }, input.columns);
  let next = 0;
  const byName = new Map<string, Expr>();
  for (const { name, expr } of values) {
    const target = name ?? nextName(expr, input, added[next]?.name);
    if (!columnNamed(input, target)) next++;
    byName.set(target, expr);
  }
  const placed = place(
    builder,
    wanted.map(({ name }) => {
      const expr = byName.get(name);
      const old = columnNamed(input, name);
      if (expr) return { name, expr };
      if (!old) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return { name, expr: columnExpr(old) };
    }),
  );
  return extended({ ...input, rel: withHoisted(input.rel, row) }, placed.items, placed.columns);
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

/** Renamed columns stay where they are. */
export function projectRename(_builder: Builder, node: SyntaxNode, input: Relation): Relation {
  const columns = resultColumns(node).map(({ name }, i): PlanColumn => {
    const column = input.columns[i];
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return { ...column, name };
  });
  return { ...input, columns };
}
