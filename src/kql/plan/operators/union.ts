import { KqlError, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, tokenText } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { tableByName, tablesMatching } from './tableReference.ts';
import { type UnionColumn, unionColumns } from './unionNames.ts';
import { refuseOtherNames } from './unionReaders.ts';

export interface UnionInput {
  readonly name: string;
  readonly relation: Relation;
}

export function unionPiped(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const piped = { name: env.piped ?? 'union_arg0', relation: input };
  const inputs = [piped, ...inputsOf(builder, node, { scope: env.scope }, 1)];
  return unionOf(builder, node, inputs, sourceColumn(node));
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
    const name = tableName(inner) ?? `union_arg${first + i}`;
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

/** What a table is called: the name that it is read by, or that `as` gives it. */
export function tableName(node: SyntaxNode): string | undefined {
  if (node.kind === 'NameReference') return nameText(node);
  const last = node.kind === 'PipeExpression' ? part(node, 'Operator') : undefined;
  return last?.kind === 'AsOperator' ? nameText(part(last, 'Name')) : undefined;
}

function bare(node: SyntaxNode): SyntaxNode {
  return node.kind === 'ParenthesizedExpression' ? bare(part(node, 'Expression')) : node;
}

/** Columns meet by name and type. */
export function unionOf(
  builder: Builder,
  node: SyntaxNode,
  inputs: readonly UnionInput[],
  sourceName?: string,
): Relation {
  if (inputs.length === 0) throw refuse('no-table', 'No table is left of this union.', node);
  const all = unionColumns(inputs.map(({ relation }) => relation));
  refuseOtherNames(builder, node, all);
  const kind = parameters(node).get('kind');
  const shown = kind && tokenText(kind).toLowerCase() === 'inner' ? commonOnes(node, all, inputs) : all;
  const columns = shown.map(({ name, type }) => builder.fresh(name, type));
  const source = sourceName === undefined ? undefined : builder.fresh(sourceName, 'string');
  const keyed = inputs.some(({ relation }) => relation.rowKey);
  const rowKey = keyed ? builder.fresh('$rowkey', 'string') : undefined;
  const valuesOf = ({ name, relation }: UnionInput): Map<PlanColumn, Expr> => {
    const values = new Map<PlanColumn, Expr>();
    for (const column of relation.columns) {
      const target =
        columns[shown.findIndex(({ from, type }) => from === column.name && type === column.type)];
      if (target) values.set(target, columnExpr(column));
    }
    if (source) values.set(source, literal('string', name));
    if (rowKey && relation.rowKey) values.set(rowKey, columnExpr(relation.rowKey));
    return values;
  };
  return {
    rel: {
      op: 'union',
      columns: [...(source ? [source] : []), ...columns, ...(rowKey ? [rowKey] : [])],
      inputs: inputs.map((input) => ({ rel: input.relation.rel, values: valuesOf(input) })),
    },
    columns: source ? [source, ...columns] : columns,
    order: [],
    serialized: false,
    ...(rowKey && { rowKey }),
  };
}

/** `kind=inner`: what every input has, in one type. */
function commonOnes(
  node: SyntaxNode,
  columns: readonly UnionColumn[],
  inputs: readonly UnionInput[],
): readonly UnionColumn[] {
  const split = columns.find(({ name, from }) => name !== from);
  if (split)
    throw refuse(
      'union-inner',
      `The column ${split.from} has several types; kind=inner needs one.`,
      node,
      'Convert the column before the union.',
    );
  return columns.filter(({ name }) =>
    inputs.every(({ relation }) => relation.columns.some((column) => column.name === name)),
  );
}
