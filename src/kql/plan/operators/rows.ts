import { refuse, type Span } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf, withHoisted } from '../builder.ts';
import { columnExpr, type Expr, hasWindow, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel, SortKey } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';
import { rereadOf } from '../shared.ts';
import { filtered } from './filtered.ts';
import { project } from './projections.ts';

export function filter(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const row = rowOf(input);
  const condition = convert(builder.expr(part(node, 'Condition'), { scope: env.scope, row }), 'bool');
  const rel = withHoisted(input.rel, row);
  if (!hasWindow(condition)) return { ...input, rel: filtered(rel, condition) };
  // A window function is computed over the rows as they were before the filter.
  const flag = builder.fresh('condition', 'bool');
  const flagged: Rel = { op: 'extend', input: rel, items: [{ column: flag, expr: condition }] };
  return { ...input, rel: { op: 'filter', input: flagged, predicate: columnExpr(flag) } };
}

export function take(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const count = convert(builder.expr(part(node, 'Expression'), env), 'long');
  return { ...input, rel: { op: 'limit', input: input.rel, order: input.order, count } };
}

export function count(builder: Builder, node: SyntaxNode, input: Relation): Relation {
  return countOf(builder, node, input, resultColumns(node)[0]?.name ?? 'Count');
}

/** One row with the number of rows. */
export function countOf(builder: Builder, span: Span, { rel }: Relation, name: string): Relation {
  const column = builder.fresh(name, 'long');
  const expr: Expr = { kind: 'call', type: 'long', name: 'count', lower: () => 'count(*)', args: [], span };
  return {
    rel: { op: 'aggregate', input: rel, keys: [], aggregates: [{ column, expr }] },
    columns: [column],
    order: [],
    serialized: false,
  };
}

export function distinct(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const projected = project(builder, node, input, env);
  const items = projected.columns.map(
    (column): Assignment => ({ column: builder.fresh(column.name, column.type), expr: columnExpr(column) }),
  );
  return {
    rel: { op: 'distinct', input: projected.rel, items },
    columns: items.map((item) => item.column),
    order: [],
    serialized: false,
  };
}

interface Keyed {
  readonly rel: Rel;
  readonly keys: readonly SortKey[];
}

/** Sort keys as columns: an expression that is not a column becomes a hidden one. */
function sortKeys(builder: Builder, expressions: readonly SyntaxNode[], input: Relation, env: Env): Keyed {
  const items: Assignment[] = [];
  const keys = expressions.map((node): SortKey => {
    const ordering = node.kind === 'OrderedExpression' ? node.parts['Ordering'] : undefined;
    const inner = node.kind === 'OrderedExpression' ? part(node, 'Expression') : node;
    const expr = builder.expr(inner, { scope: env.scope, row: rowOf(input) });
    let column: PlanColumn;
    if (expr.kind === 'column') column = expr.column;
    else {
      column = builder.fresh('key', expr.type);
      items.push({ column, expr });
    }
    const descending = ordering?.parts['AscOrDescKeyword']?.kind !== 'AscKeyword';
    const nulls = ordering?.parts['NullsClause']?.parts['FirstOrLastKeyword']?.kind;
    return { column, descending, nullsFirst: nulls === undefined ? !descending : nulls === 'FirstKeyword' };
  });
  return { rel: items.length > 0 ? { op: 'extend', input: input.rel, items } : input.rel, keys };
}

export function sort(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const { rel, keys } = sortKeys(builder, list(node, 'Expressions'), input, env);
  return { ...input, rel, order: stable(keys, input.order), serialized: true };
}

/** Rows that tie stay as they were. */
function stable(keys: readonly SortKey[], before: readonly SortKey[]): SortKey[] {
  const named = new Set(keys.map((key) => key.column));
  return [...keys, ...before.filter((key) => !named.has(key.column))];
}

export function top(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const { rel, keys } = sortKeys(builder, [part(node, 'ByExpression')], input, env);
  const order = stable(keys, input.order);
  const count = convert(builder.expr(part(node, 'Expression'), env), 'long');
  return { ...input, rel: { op: 'limit', input: rel, order, count }, order, serialized: true };
}

export function serialize(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const items = list(node, 'Expressions');
  const serialized: Relation = { ...input, serialized: true };
  const replaced = items.find((item) => item.kind !== 'NameReference' && columnNamed(input, nameOf(item)));
  if (replaced)
    throw refuse(
      'serialize-replaces',
      `Whether serialize replaces the column ${nameOf(replaced)} is not documented.`,
      replaced,
      'Write serialize | extend …, or give the column another name.',
    );
  return items.length === 0
    ? serialized
    : builder.operator({ ...node, kind: 'ExtendOperator' }, serialized, env);
}

/** What an expression without a name of its own is called, if it is called after a column. */
function nameOf(node: SyntaxNode): string {
  return node.kind === 'SimpleNamedExpression' ? nameText(part(node, 'Name')) : (node.resultName ?? '');
}

/** `as Name`: the rows themselves, which the name stands for later in the statement. */
export function asOperator(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  env.scope.bind(nameText(part(node, 'Name')), { kind: 'table', build: () => rereadOf(builder, input) });
  return input;
}
