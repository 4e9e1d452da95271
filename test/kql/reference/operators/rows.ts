import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { compare, groupKey } from '../compare.ts';
import { holds } from '../expression.ts';
import { mapRows, rowEnv } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, inner, nameOf, part, writtenKeywords } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, known, type Row, type Table, type Typed } from '../values.ts';
import { extend } from './project.ts';

export function filter(node: SyntaxNode, input: Table, env: Env): Table {
  const condition = part(node, 'Condition');
  return mapRows(input, input.columns, (row, i) => (holds(condition, rowEnv(input, i, env)) ? [row] : []));
}

export function count(node: SyntaxNode, input: Table): Table {
  return { columns: columnsOf(node), rows: [[BigInt(input.rows.length)]] };
}

export function distinct(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const expressions = elements(node, 'Expressions');
  const star = expressions.some((expression) => expression.kind === 'StarExpression');
  const seen = new Map<string, Row>();
  for (const [i, row] of input.rows.entries()) {
    const at = rowEnv(input, i, env);
    const values = star ? row : expressions.map((expression) => env.world.scalar(expression, at).value);
    const key = JSON.stringify(columns.map(({ type }, c) => groupKey(type, values[c] ?? null)));
    if (!seen.has(key)) seen.set(key, values);
  }
  return { columns, rows: [...seen.values()] };
}

/** Some rows: unknown where which ones would show. */
export function take(node: SyntaxNode, input: Table, env: Env): Table {
  const { value } = env.world.scalar(part(node, 'Expression'), env);
  if (typeof value !== 'bigint' || value < 0n) throw unknown('take of no number');
  return firstRows(input, Number(value));
}

function firstRows(input: Table, size: number): Table {
  if (size >= input.rows.length) return input;
  if (size === 0) return { ...input, rows: [], ...(input.ranks && { ranks: [] }) };
  const { ranks } = input;
  if (!ranks || ranks[size - 1] === ranks[size]) throw unknown('which rows are taken');
  return { columns: input.columns, rows: input.rows.slice(0, size), ranks: ranks.slice(0, size) };
}

export function asName(node: SyntaxNode, input: Table, env: Env): Table {
  env.scope.bind(nameOf(part(node, 'Name')), { kind: 'table', table: () => input });
  return input;
}

export function serialize(node: SyntaxNode, input: Table, env: Env): Table {
  const extended = extend(node, input, env);
  if (input.ranks) return extended;
  return input.rows.length < 2 ? { ...extended, ranks: input.rows.map((_, i) => i) } : extended;
}

export function sort(node: SyntaxNode, input: Table, env: Env): Table {
  return sorted(elements(node, 'Expressions'), input, env);
}

export function top(node: SyntaxNode, input: Table, env: Env): Table {
  const { value } = env.world.scalar(part(node, 'Expression'), env);
  if (typeof value !== 'bigint' || value < 0n) throw unknown('top of no number');
  const by = node.parts['ByExpression'];
  const keys = by ? (by.kind === 'List' ? by.items : [by]) : elements(node, 'Expressions');
  return firstRows(sorted(keys, input, env), Number(value));
}

interface SortKey {
  readonly expression: SyntaxNode;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Descending unless said; nulls are the least values unless said. */
function sortKey(node: SyntaxNode): SortKey {
  const words = node.kind === 'OrderedExpression' ? writtenKeywords(part(node, 'Ordering')) : [];
  const descending = !words.includes('asc');
  const nullsFirst = words.includes('first') || (!words.includes('last') && !descending);
  return {
    expression: node.kind === 'OrderedExpression' ? part(node, 'Expression') : node,
    descending,
    nullsFirst,
  };
}

function sorted(nodes: readonly SyntaxNode[], input: Table, env: Env): Table {
  const keys = nodes.map(sortKey);
  const decorated = input.rows.map((row, i) => {
    const at = rowEnv(input, i, env);
    return { row, values: keys.map((key) => env.world.scalar(inner(key.expression), at)) };
  });
  const order = (a: readonly Typed[], b: readonly Typed[]): number => {
    for (const [i, key] of keys.entries()) {
      const difference = compareKeys(a[i], b[i], key);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  decorated.sort((a, b) => order(a.values, b.values));
  let rank = 0;
  const ranks = decorated.map(({ values }, i) => {
    const before = decorated[i - 1];
    if (before && order(before.values, values) !== 0) rank++;
    return rank;
  });
  return { columns: input.columns, rows: decorated.map(({ row }) => row), ranks };
}

/** Null goes to the end that the key names, and NaN beside it. */
function rankOf(value: unknown): number {
  return value === null ? 2 : Number.isNaN(value) ? 1 : 0;
}

function compareKeys(a: Typed | undefined, b: Typed | undefined, key: SortKey): number {
  if (!a || !b) return 0;
  if (a.type === 'dynamic' || a.type === 'guid') throw unknown(`sorting by ${a.type}`);
  const [x, y] = [rankOf(known(a.value)), rankOf(known(b.value))];
  if (x !== y) return key.nullsFirst ? y - x : x - y;
  if (x > 0) return 0;
  const order = compare(a, b) ?? 0;
  return key.descending ? -order : order;
}
