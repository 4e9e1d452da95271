import { type Expr, hasWindow } from '../expr.ts';
import type { Rel } from '../rel.ts';
import { usesOnly } from './join.ts';

/**
 * The rows that a predicate holds for. What it says of the left side of an innerunique join also says which of the rows of
 * a key are there to choose from: the service pushes it there, so that a key is in the answer where one of its rows fits.
 */
export function filtered(input: Rel, predicate: Expr): Rel {
  return { op: 'filter', input: chosenBy(input, conjuncts(predicate)), predicate };
}

function conjuncts(predicate: Expr): readonly Expr[] {
  return predicate.kind === 'call' && predicate.name === 'AndExpression'
    ? predicate.args.flatMap(conjuncts)
    : [predicate];
}

function chosenBy(rel: Rel, tests: readonly Expr[]): Rel {
  if (rel.op === 'filter') return { ...rel, input: chosenBy(rel.input, tests) };
  if (rel.op === 'extend' && !rel.items.some(({ expr }) => hasWindow(expr)))
    return { ...rel, input: chosenBy(rel.input, tests) };
  if (rel.op !== 'join' || !rel.chosenFrom || rel.left.op !== 'filter' || rel.left.input.op !== 'extend')
    return rel;
  const known = new Set(rel.chosenFrom.map(({ sql }) => sql));
  const ranked = rel.left.input;
  const input = tests
    .filter((test) => usesOnly(test, known) && !usesOnly(test, new Set()))
    .reduce<Rel>((rows, predicate) => ({ op: 'filter', input: rows, predicate }), ranked.input);
  return { ...rel, left: { ...rel.left, input: { ...ranked, input } } };
}
