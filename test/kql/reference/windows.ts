import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { convert } from './convert.ts';
import { sameValue } from './compare.ts';
import type { Env, Neighbourhood } from './scope.ts';
import { args } from './syntax.ts';
import { rowEnv } from './rows.ts';
import { unknown } from './unknown.ts';
import { fitting, known, nullOf, scalarTypeOf, type Typed } from './values.ts';

const NAMES = new Set(['row_number', 'prev', 'next', 'row_cumsum', 'row_rank_dense', 'row_rank_min']);

/** Functions over the neighbouring rows of a table in order; undefined for any other name. */
export function windowFunction(name: string, node: SyntaxNode, env: Env): Typed | undefined {
  if (!NAMES.has(name)) return undefined;
  const at = env.neighbours;
  if (!at) throw unknown(`${name} without an order`);
  const { ranks } = at.input;
  if (!ranks || new Set(ranks).size < ranks.length) throw unknown(`${name} over rows whose order is free`);
  const type = scalarTypeOf(node);
  switch (name) {
    case 'row_number':
      return { type: 'long', value: rowNumber(node, env, at) };
    case 'prev':
    case 'next':
      return neighbour(name === 'prev' ? -1n : 1n, node, env, at);
    case 'row_cumsum':
      return { type, value: running(node, env, at) };
    default:
      return { type: 'long', value: rank(name, node, env, at) };
  }
}

function constant(node: SyntaxNode | undefined, env: Env, otherwise: bigint): bigint {
  if (!node) return otherwise;
  const { value } = env.world.scalar(node, env);
  if (typeof value !== 'bigint') throw unknown('an offset that is no whole number');
  return value;
}

function inRow(at: Neighbourhood, index: number, env: Env): Env {
  return rowEnv(at.input, index, env);
}

/** The row where the running value last began anew. */
function restart(condition: SyntaxNode | undefined, at: Neighbourhood, env: Env): number {
  if (!condition) return 0;
  for (let i = at.index; i > 0; i--)
    if (env.world.scalar(condition, inRow(at, i, env)).value === true) return i;
  return 0;
}

function rowNumber(node: SyntaxNode, env: Env, at: Neighbourhood): bigint {
  const [start, condition] = args(node);
  return constant(start, env, 1n) + BigInt(at.index - restart(condition, at, env));
}

function neighbour(sign: 1n | -1n, node: SyntaxNode, env: Env, at: Neighbourhood): Typed {
  const [value, distance, fallback] = args(node);
  if (!value) throw unknown('a neighbour of nothing');
  const type = scalarTypeOf(value);
  const index = at.index + Number(sign * constant(distance, env, 1n));
  if (index >= 0 && index < at.input.rows.length) return env.world.scalar(value, inRow(at, index, env));
  return { type, value: fallback ? convert(env.world.scalar(fallback, env), type) : nullOf(type) };
}

function running(node: SyntaxNode, env: Env, at: Neighbourhood): bigint | number {
  const [term, condition] = args(node);
  if (!term) throw unknown('row_cumsum of nothing');
  let sum: bigint | number | undefined;
  for (let i = restart(condition, at, env); i <= at.index; i++) {
    const { value } = env.world.scalar(term, inRow(at, i, env));
    if (typeof value !== 'bigint' && typeof value !== 'number') throw unknown('row_cumsum of null');
    if (typeof value === 'number' && !Number.isInteger(value)) throw unknown('a running sum of fractions');
    sum =
      sum === undefined
        ? value
        : typeof value === 'bigint'
          ? fitting((sum as bigint) + value, 'long')
          : (sum as number) + value;
  }
  return sum ?? 0n;
}

function rank(name: string, node: SyntaxNode, env: Env, at: Neighbourhood): bigint {
  const [value, condition] = args(node);
  if (!value || condition) throw unknown(`${name} with a restart`);
  let [rankNow, previous]: [bigint, Typed | undefined] = [0n, undefined];
  for (let i = 0; i <= at.index; i++) {
    const current = env.world.scalar(value, inRow(at, i, env));
    if (current.value === null || Number.isNaN(known(current.value)))
      throw unknown(`${name} over null or NaN`);
    if (!previous || !sameValue(previous.value, current.value))
      rankNow = name === 'row_rank_dense' ? rankNow + 1n : BigInt(i + 1);
    previous = current;
  }
  return rankNow;
}
