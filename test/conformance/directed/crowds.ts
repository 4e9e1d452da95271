import { callArguments, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import type { Crowd } from './asked.ts';
import { constantsOf, type Names } from './constants.ts';
import type { Targets } from './targets.ts';

/** For a bound that is computed, such as a mean. */
const WELL_ABOVE = 30;

export interface Counted {
  readonly crowd: Crowd;
  /** What the rows that are counted fulfil; the others need not. */
  readonly condition?: SyntaxNode;
}

/** What a comparison asks of how many rows or values there are; undefined where it is about none or sets no lower bound. */
export function countedBy(
  kind: string,
  left: SyntaxNode,
  right: SyntaxNode,
  targets: Targets,
  names: Names,
): Counted | undefined {
  if (!/^(GreaterThan|GreaterThanOrEqual|Equal)$/.test(kind)) return undefined;
  const meaning = targets.meaning(left);
  if (meaning?.kind !== 'FunctionCallExpression') return undefined;
  const [first = WELL_ABOVE] = constantsOf(right, names);
  const bound = Number(first);
  if (!Number.isFinite(bound)) return undefined;
  const counted = countOf(meaning, targets);
  return (
    counted && { ...counted, crowd: { ...counted.crowd, count: bound + (kind === 'GreaterThan' ? 1 : 0) } }
  );
}

function countOf(call: SyntaxNode, targets: Targets): Counted | undefined {
  const [first, second] = callArguments(call);
  const crowd = (node: SyntaxNode | undefined, isArray = false): Crowd => {
    const target = node && targets.of(node)[0];
    return { count: 0, isArray, ...(target && { target }) };
  };
  switch (nameText(call.parts['Name'] ?? call)) {
    case 'count':
      return { crowd: crowd(undefined) };
    case 'countif':
      return { crowd: crowd(undefined), ...(first && { condition: first }) };
    case 'dcount':
    case 'count_distinct':
      return { crowd: crowd(first) };
    case 'dcountif':
    case 'count_distinctif':
      return { crowd: crowd(first), ...(second && { condition: second }) };
    case 'array_length': {
      const inner = first && targets.meaning(first);
      const isGathered = inner !== undefined && targets.of(inner).some((target) => target.isGathered);
      const condition =
        inner && /_if$/.test(nameText(inner.parts['Name'] ?? inner)) && callArguments(inner)[1];
      return { crowd: crowd(first, !isGathered), ...(condition && { condition }) };
    }
    default:
      return undefined;
  }
}
