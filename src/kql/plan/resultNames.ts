import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, nameText, part } from './access.ts';

/** The service's own name for an unnamed aggregate, where Kusto.Language has another. */
export function serviceName(node: SyntaxNode, declared: string): string {
  if (node.kind !== 'FunctionCallExpression') return declared;
  const name = nameText(part(node, 'Name'));
  const [first, second] = callArguments(node);
  if (/^covariance(p|if|pif)?$/.test(name) && second?.kind === 'NameReference')
    return `${declared}_${nameText(second)}`;
  if (name === 'count' && first?.kind === 'NameReference') return `count_${nameText(first)}`;
  return declared;
}
