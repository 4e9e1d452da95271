import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Builder, Env } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';

/** What a name stands for as a table: a `let`, a parameter, or a table of the case. */
export function tableByName(builder: Builder, node: SyntaxNode, name: string, env: Env): Relation {
  const binding = env.scope.find(name);
  if (binding?.kind === 'table') return binding.build();
  if (binding?.kind === 'function' && binding.view) return binding.view();
  if (builder.options.tables.has(name)) {
    builder.reads(name, node);
    return scan(builder, node, name);
  }
  throw refuse('table-not-found', `There is no table ${name} in this case.`, node);
}

/** Names of tables and of views that a wildcard matches, each once. */
export function tablesMatching(builder: Builder, pattern: string, env: Env): string[] {
  const regex = new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replace(/[.?+^$()[\]{}|\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return [...new Set([...builder.options.tables.keys(), ...env.scope.viewNames()])]
    .filter((name) => regex.test(name))
    .sort();
}

/** Log Analytics filters by TimeGenerated; Defender's tables have Timestamp. */
function timeColumn<T extends { readonly column: PlanColumn }>(columns: readonly T[]): T | undefined {
  const named = (name: string): T | undefined =>
    columns.find(({ column }) => column.name === name && column.type === 'datetime');
  return named('TimeGenerated') ?? named('Timestamp');
}

/** A stored table, inside the request's window where it has a time. */
function scan(builder: Builder, node: SyntaxNode, name: string): Relation {
  const table = builder.options.tables.get(name);
  if (!table) throw refuse('table-not-found', `There is no table ${name} in this case.`, node);
  const columns = table.columns.map((column) => ({
    column: builder.fresh(column.name, column.type),
    stored: column.name,
  }));
  const rowKey = builder.options.withRowKeys ? builder.fresh('$rowkey', 'string') : undefined;
  const stored = rowKey ? builder.fresh(HIDDEN_COLUMNS.key, 'string') : undefined;
  let rel: Rel = {
    op: 'scan',
    table: name,
    columns: [...columns, ...(stored ? [{ column: stored, stored: HIDDEN_COLUMNS.key }] : [])],
  };
  if (rowKey && stored) {
    const key: Expr = {
      kind: 'call',
      type: 'string',
      name: 'row-key',
      span: node,
      lower: ([prefix = '', k = '']) => `(${prefix} || ${k})`,
      args: [literal('string', `${name}/`), columnExpr(stored)],
    };
    rel = { op: 'extend', input: rel, items: [{ column: rowKey, expr: key }] };
  }
  const time = timeColumn(columns);
  const window = builder.options.window;
  if (time && window) {
    const at = columnExpr(time.column);
    const inside = builder.call(
      'AndExpression',
      'bool',
      [
        builder.call('GreaterThanOrEqualExpression', 'bool', [at, literal('datetime', window.start)], node),
        builder.call('LessThanExpression', 'bool', [at, literal('datetime', window.end)], node),
      ],
      node,
    );
    rel = { op: 'filter', input: rel, predicate: inside };
  }
  return {
    rel,
    columns: columns.map(({ column }) => column),
    order: [],
    serialized: false,
    ...(rowKey && { rowKey }),
  };
}
