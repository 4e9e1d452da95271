import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, parameters, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Rel } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';
import { searchCondition, sourcesOf } from './search.ts';

/** `find`: rows of several tables, the columns that are not shown packed into one bag. */
export function find(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const wanted = resultColumns(node);
  const source = parameters(node).get('withsource') ?? parameters(node).get('with_source');
  const sourceName = source ? nameText(source) : 'source_';
  const inputs = sourcesOf(builder, node.parts['InClause'], env);
  if (inputs.length === 0) throw refuse('no-table', 'No table is left of this find.', node);
  const columns = wanted.map(({ name, type }) => builder.fresh(name, type));
  const shown = new Set(wanted.map(({ name }) => name));
  return {
    rel: {
      op: 'union',
      columns,
      inputs: inputs.map(({ name, relation }) => {
        const values = new Map<PlanColumn, Expr>();
        for (const column of columns) {
          const own = columnNamed(relation, column.name);
          if (column.name === sourceName) values.set(column, literal('string', name));
          else if (own) values.set(column, builder.convert(columnExpr(own), column.type, node));
          else if (column.name === 'pack_')
            values.set(
              column,
              packed(
                builder,
                node,
                relation.columns.filter((one) => !shown.has(one.name)),
              ),
            );
        }
        return { rel: matching(builder, node, relation, env), values };
      }),
    },
    columns,
    order: [],
    serialized: false,
  };
}

function packed(builder: Builder, node: SyntaxNode, columns: readonly PlanColumn[]): Expr {
  const pairs = columns.flatMap((column) => [literal('string', column.name), columnExpr(column)]);
  return builder.call('bag_pack', 'dynamic', pairs, node);
}

/** Where a table has not a column of the condition, a comparison with it does not hold. */
function matching(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Rel {
  const condition = part(node, 'Condition');
  const missing = columnsNamed(condition).find((name) => !columnNamed(input, name));
  const negation = missing === undefined ? undefined : negative(condition);
  if (negation)
    throw refuse(
      'find-column',
      `Not every table has the column ${missing ?? ''}; what a negative test of it gives there is not documented.`,
      negation,
      'Name the tables that have it: find in (Table1, Table2) where …',
    );
  const row = { scope: env.scope, row: rowOf(input) };
  return {
    op: 'filter',
    input: input.rel,
    predicate: searchCondition(builder, condition, input, row, false),
  };
}

function columnsNamed(node: SyntaxNode): string[] {
  const own = node.kind === 'NameReference' && node.symbol?.kind === 'Column' ? [nameText(node)] : [];
  return [...own, ...[...Object.values(node.parts), ...node.items].flatMap(columnsNamed)];
}

/** The first part of a condition that is true where something is not. */
function negative(node: SyntaxNode): SyntaxNode | undefined {
  const called = node.kind === 'FunctionCallExpression' ? nameText(part(node, 'Name')) : '';
  if (/^Not|^Bang/.test(node.kind) || /^(not|isnull|isempty)$/.test(called)) return node;
  for (const child of [...Object.values(node.parts), ...node.items]) {
    const found = negative(child);
    if (found) return found;
  }
  return undefined;
}
