import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { compare } from '../compare.ts';
import { convert } from '../convert.ts';
import { cell } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, type Row, type Table } from '../values.ts';

export function print(node: SyntaxNode, env: Env): Table {
  const columns = columnsOf(node);
  const row = elements(node, 'Expressions').map((expression) =>
    cell(env.world, () => env.world.scalar(expression, env).value),
  );
  if (row.length !== columns.length) throw unknown('print of several columns by one expression');
  return { columns, rows: [row], ranks: [0] };
}

export function dataTable(node: SyntaxNode, env: Env): Table {
  const columns = columnsOf(node);
  const values = elements(node, 'Values').map((value, i) =>
    convert(env.world.scalar(value, env), columns[i % columns.length]?.type ?? 'dynamic'),
  );
  const rows: Row[] = [];
  for (let at = 0; at < values.length; at += columns.length) rows.push(values.slice(at, at + columns.length));
  return { columns, rows };
}

export function rangeTable(node: SyntaxNode, env: Env): Table {
  const columns = columnsOf(node);
  const type = columns[0]?.type ?? 'long';
  const [from, to, step] = ['From', 'To', 'Step'].map((name) => env.world.scalar(part(node, name), env));
  if (!from || !to || !step || step.value === null) throw unknown('range without its limits');
  if (typeof from.value !== 'bigint' || typeof to.value !== 'bigint' || typeof step.value !== 'bigint')
    throw unknown('range over reals or nulls');
  if (step.value <= 0n) throw unknown('range that does not ascend');
  const rows: Row[] = [];
  let at = from.value;
  while ((compare({ type, value: at }, { type, value: to.value }) ?? 1) <= 0) {
    rows.push([at]);
    at += step.value;
    if (rows.length > 20_000) throw unknown('range of so many rows');
  }
  return { columns, rows };
}
