import type { Column } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf, withHoisted } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import { type NamedValue, namedValues, place } from '../namedValues.ts';
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
  const row = rowOf(input);
  const values = namedValues(builder, expressions, { scope: env.scope, row }, input.columns);
  const byName = new Map<string, Expr>();
  for (const [i, name] of namesOf(values, input, resultColumns(node)).entries()) {
    const value = values[i];
    if (value) byName.set(name, value.expr);
  }
  const kept = input.columns.map((column) => ({
    name: column.name,
    expr: byName.get(column.name) ?? columnExpr(column),
  }));
  const added = [...byName]
    .filter(([name]) => !columnNamed(input, name))
    .map(([name, expr]) => ({ name, expr }));
  const placed = place(builder, [...kept, ...added]);
  return extended({ ...input, rel: withHoisted(input.rel, row) }, placed.items, placed.columns);
}

/**
 * A name for each value: its own (`tostring(x)` replaces the column x) or the one that the binder made, which is among the last
 * of its columns: before them it may count some that the service does not have.
 */
function namesOf(values: readonly NamedValue[], input: Relation, declared: readonly Column[]): string[] {
  const own = values.map(({ name, own: itsOwn }) => name ?? itsOwn);
  const isFresh = own.map(
    (name, i) => name === undefined || (!columnNamed(input, name) && own.indexOf(name) === i),
  );
  const count = isFresh.filter(Boolean).length;
  const made = count > 0 ? declared.slice(-count).map(({ name }) => name) : [];
  return own.map((name, i) => {
    const next = isFresh[i] === true ? made.shift() : undefined;
    return name ?? next ?? '';
  });
}

/** The operators whose result is a choice of the input's columns by name. */
export function chosen(_: Builder, node: SyntaxNode, input: Relation): Relation {
  // Kusto.Language counts a column twice that parse gave anew.
  const names = new Set(resultColumns(node).map(({ name }) => name));
  const columns = [...names].map((name) => {
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
