import { KqlError, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { columnExpr, literal, type Expr, type PlanColumn } from '../expr.ts';
import { columnNamed, type Relation } from '../relation.ts';
import { tableByName, tablesMatching } from './tableReference.ts';

export interface UnionInput {
  readonly name: string;
  readonly relation: Relation;
}

export function unionPiped(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  return unionOf(builder, node, [
    { name: 'union_arg0', relation: input },
    ...inputsOf(builder, node, env, 1),
  ]);
}

export function unionSource(builder: Builder, node: SyntaxNode, env: Env): Relation {
  return unionOf(builder, node, inputsOf(builder, node, env, 0), sourceColumn(node));
}

function sourceColumn(node: SyntaxNode): string | undefined {
  const source = parameters(node).get('withsource') ?? parameters(node).get('with_source');
  return source ? nameText(source) : undefined;
}

function inputsOf(builder: Builder, node: SyntaxNode, env: Env, first: number): UnionInput[] {
  const fuzzy = parameters(node).get('isfuzzy');
  const lenient = fuzzy !== undefined && /true|1/i.test(tokenText(fuzzy));
  return list(node, 'Expressions').flatMap((expression, i): UnionInput[] => {
    const inner = bare(expression);
    const pattern =
      inner.kind === 'NameReference' && inner.parts['Name']?.kind === 'WildcardedName'
        ? tokenText(inner)
        : undefined;
    if (pattern !== undefined)
      return tablesMatching(builder, pattern, env).map((name) => ({
        name,
        relation: tableByName(builder, inner, name, env),
      }));
    const name = inner.kind === 'NameReference' ? nameText(inner) : `union_arg${first + i}`;
    try {
      return [{ name, relation: builder.table(expression, env) }];
    } catch (error) {
      // isfuzzy: a table that is not there contributes nothing.
      if (lenient && error instanceof KqlError && error.code === 'kql.table-not-found') return [];
      throw error;
    }
  });
}

function bare(node: SyntaxNode): SyntaxNode {
  return node.kind === 'ParenthesizedExpression' ? bare(part(node, 'Expression')) : node;
}

/** Columns meet by name and type; the binder names those that differ in type (`x_long`, `x_string`). */
export function unionOf(
  builder: Builder,
  node: SyntaxNode,
  inputs: readonly UnionInput[],
  sourceName?: string,
): Relation {
  const wanted = resultColumns(node);
  refuseClashes(node, inputs);
  const columns = wanted.map(({ name, type }) => builder.fresh(name, type));
  const keyed = inputs.some(({ relation }) => relation.rowKey);
  const rowKey = keyed ? builder.fresh('$rowkey', 'string') : undefined;
  if (inputs.length === 0) throw refuse('no-table', 'No table is left of this union.', node);
  return {
    rel: {
      op: 'union',
      columns: [...columns, ...(rowKey ? [rowKey] : [])],
      inputs: inputs.map(({ name, relation }) => ({
        rel: relation.rel,
        exprs: [
          ...columns.map((column) =>
            column.name === sourceName ? literal('string', name) : valueFor(column, relation, wanted),
          ),
          ...(rowKey ? [relation.rowKey ? columnExpr(relation.rowKey) : literal('guid', null)] : []),
        ],
      })),
    },
    columns,
    order: [],
    serialized: false,
    ...(rowKey && { rowKey }),
  };
}

function valueFor(column: PlanColumn, relation: Relation, wanted: readonly { name: string }[]): Expr {
  const same = columnNamed(relation, column.name);
  if (same?.type === column.type) return columnExpr(same);
  const suffix = `_${column.type}`;
  if (column.name.endsWith(suffix)) {
    const base = columnNamed(relation, column.name.slice(0, -suffix.length));
    if (base?.type === column.type && !wanted.some(({ name }) => name === base.name)) return columnExpr(base);
  }
  return literal(column.type, column.type === 'string' ? '' : null);
}

/** `x` of two types becomes `x_long` and `x_int`; where an input has a column of such a name the service's order differs. */
function refuseClashes(node: SyntaxNode, inputs: readonly UnionInput[]): void {
  const own = new Map<string, Set<string>>();
  for (const { relation } of inputs)
    for (const { name, type } of relation.columns) own.set(name, (own.get(name) ?? new Set()).add(type));
  for (const [name, types] of own)
    if (types.size > 1 && [...types].some((type) => own.has(`${name}_${type}`)))
      throw refuse(
        'union-names',
        `The column ${name} has several types and the names made of them are taken.`,
        node,
        'Rename one of the columns before the union.',
      );
}
