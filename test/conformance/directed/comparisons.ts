import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import type { Demand } from './asked.ts';
import type { Constant } from './constants.ts';
import type { Target } from './targets.ts';

/** What a comparison with constants asks; undefined where it asks nothing that is known here. */
export function demandOf(
  kind: string,
  target: Target,
  values: readonly Constant[],
  texts: readonly string[],
  right: SyntaxNode,
): Demand | undefined {
  const numbers = values.filter((value) => typeof value === 'number');
  switch (kind) {
    case 'Equal':
    case 'EqualTilde':
    case 'In':
      return { target, kind: 'equal', values };
    case 'Has':
    case 'Contains':
    case 'HasAny':
      return { target, kind: 'within', values: texts, all: false };
    case 'HasAll':
      return { target, kind: 'within', values: texts, all: true };
    case 'StartsWith':
    case 'HasPrefix':
      return { target, kind: 'start', values: texts };
    case 'EndsWith':
    case 'HasSuffix':
      return { target, kind: 'end', values: texts };
    case 'MatchesRegex':
      return { target, kind: 'regex', values: texts };
    case 'GreaterThan':
    case 'GreaterThanOrEqual':
      return { target, kind: 'above', values: numbers };
    case 'LessThan':
    case 'LessThanOrEqual':
      return { target, kind: 'below', values: numbers };
    case 'Between':
      return right.kind === 'ExpressionCouple' ? undefined : { target, kind: 'above', values: numbers };
    default:
      return undefined;
  }
}
