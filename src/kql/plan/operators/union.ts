import type { Column, KustoType } from '../../../domain/kustoType.ts';
import { KqlError, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Relation } from '../relation.ts';
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
      if (!lenient || !(error instanceof KqlError) || error.code !== 'kql.table-not-found') throw error;
      builder.notice(error.message);
      return [];
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
  const kind = parameters(node).get('kind');
  const inner = kind !== undefined && tokenText(kind).toLowerCase() === 'inner';
  const everywhere = (name: string): boolean =>
    name === sourceName ||
    inputs.every(({ relation }) => relation.columns.some((column) => column.name === name));
  const declared = resultColumns(node);
  const wanted = [...declared, ...undeclared(node, inputs, declared)];
  const partial = inner ? wanted.find(({ name }) => !everywhere(name)) : undefined;
  if (partial)
    throw refuse(
      'union-inner',
      `kind=inner leaves out ${partial.name}, which Kusto.Language still counts among the columns.`,
      node,
      'Project the common columns on each side and leave out kind=inner.',
    );
  refuseClashes(node, inputs);
  const columns = wanted.map(({ name, type }) => builder.fresh(name, typeIn(inputs, name) ?? type));
  const byName = new Map(columns.map((column) => [column.name, column]));
  const keyed = inputs.some(({ relation }) => relation.rowKey);
  const rowKey = keyed ? builder.fresh('$rowkey', 'string') : undefined;
  if (inputs.length === 0) throw refuse('no-table', 'No table is left of this union.', node);
  return {
    rel: {
      op: 'union',
      columns: [...columns, ...(rowKey ? [rowKey] : [])],
      inputs: inputs.map(({ name, relation }) => ({
        rel: relation.rel,
        values: valuesOf(node, name, relation, byName, sourceName, rowKey),
      })),
    },
    columns,
    order: [],
    serialized: false,
    ...(rowKey && { rowKey }),
  };
}

/**
 * Columns of inputs that the binder did not see (views matched by a wildcard). Where it split a column by types that the
 * service does not tell apart, its names are not the service's.
 */
function undeclared(node: SyntaxNode, inputs: readonly UnionInput[], declared: readonly Column[]): Column[] {
  const known = new Set(declared.map(({ name }) => name));
  const names = new Set(inputs.flatMap(({ relation }) => relation.columns.map(({ name }) => name)));
  return [...names].flatMap((name): Column[] => {
    if (known.has(name)) return [];
    const type = typeIn(inputs, name);
    const split = declared.some((column) => column.name === `${name}_${column.type}`);
    if (type === undefined ? split : !split) return type === undefined ? [] : [{ name, type }];
    throw refuse(
      'union-names',
      `The type of the column ${name} is not the same to Kusto.Language and to the service.`,
      node,
      'Convert the column before the union.',
    );
  });
}

/** The one type that all inputs with the column have: the service's, where Kusto.Language declares another. */
function typeIn(inputs: readonly UnionInput[], name: string): KustoType | undefined {
  const types = new Set(
    inputs.flatMap(({ relation }) =>
      relation.columns.filter((column) => column.name === name).map(({ type }) => type),
    ),
  );
  return types.size === 1 ? [...types][0] : undefined;
}

/** Each of an input's columns in its place: under its name, or under its name and type where types differ. */
function valuesOf(
  node: SyntaxNode,
  name: string,
  relation: Relation,
  byName: ReadonlyMap<string, PlanColumn>,
  sourceName: string | undefined,
  rowKey: PlanColumn | undefined,
): Map<PlanColumn, Expr> {
  const values = new Map<PlanColumn, Expr>();
  for (const column of relation.columns) {
    const same = byName.get(column.name);
    const target = same?.type === column.type ? same : byName.get(`${column.name}_${column.type}`);
    if (target?.type !== column.type) {
      throw refuse(
        'columns-not-matched',
        `The column ${column.name} of this union could not be matched.`,
        node,
      );
    }
    values.set(target, columnExpr(column));
  }
  const source = sourceName === undefined ? undefined : byName.get(sourceName);
  if (source) values.set(source, literal('string', name));
  if (rowKey && relation.rowKey) values.set(rowKey, columnExpr(relation.rowKey));
  return values;
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
