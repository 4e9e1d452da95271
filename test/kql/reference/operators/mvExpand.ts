import type { KustoType } from '../../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { convert } from '../convert.ts';
import { mapRows, rowEnv } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, nameOf, operatorParameters, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, isArray, isBag, nullOf, Unordered, type Table, type Value } from '../values.ts';

interface Expanded {
  readonly name: string;
  readonly expression: SyntaxNode;
  readonly type: KustoType;
}

/** One row per element; several arrays side by side, the shorter filled with null; null gives one row, [] none. */
export function mvExpand(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const kind = operatorParameters(node).get('kind') ?? operatorParameters(node).get('bagexpansion');
  if (operatorParameters(node).has('with_itemindex')) throw unknown('mv-expand with_itemindex');
  const limit =
    node.parts['RowLimitClause'] && env.world.scalar(part(part(node, 'RowLimitClause'), 'RowLimit'), env);
  if (limit && (typeof limit.value !== 'bigint' || limit.value < 1n)) throw unknown('the limit of mv-expand');
  const expanded = elements(node, 'Expressions').map((item) => target(item, columns));
  const expands = mapRows(input, columns, (row, i) => {
    const at = rowEnv(input, i, env);
    const lists = expanded.map(({ expression }) =>
      listOf(env.world.scalar(expression, at).value, kind === 'array'),
    );
    const length = Math.max(...lists.map((list) => list.length));
    const count = limit ? Math.min(length, Number(limit.value)) : length;
    return Array.from({ length: count }, (_, e) =>
      columns.map((column) => {
        const which = expanded.findIndex(({ name }) => name === column.name);
        if (which >= 0) return elementAs(lists[which]?.[e] ?? null, column.type);
        const own = input.columns.findIndex(({ name }) => name === column.name);
        return row[own] ?? nullOf(column.type);
      }),
    );
  });
  // Rows of one input row stay in its elements' order, which no rank says: the whole order is left open.
  return { columns, rows: expands.rows };
}

function target(item: SyntaxNode, columns: Table['columns']): Expanded {
  const node = item.kind === 'MvExpandExpression' ? part(item, 'Expression') : item;
  const name = node.kind === 'SimpleNamedExpression' ? nameOf(part(node, 'Name')) : nameOf(node);
  const column = columns.find((one) => one.name === name);
  if (!column || (node.kind !== 'SimpleNamedExpression' && node.kind !== 'NameReference'))
    throw unknown('what mv-expand expands');
  const expression = node.kind === 'SimpleNamedExpression' ? part(node, 'Expression') : node;
  return { name, expression, type: column.type };
}

function listOf(value: Value, pairs: boolean): readonly Value[] {
  if (value instanceof Unordered) throw unknown('expanding an array without order beside others');
  if (isArray(value)) return value;
  if (isBag(value))
    return [...value].map(([key, member]) => (pairs ? [key, member] : new Map([[key, member]])));
  return [value];
}

function elementAs(value: Value, type: KustoType): Value {
  return type === 'dynamic' ? value : convert({ type: 'dynamic', value }, type);
}
