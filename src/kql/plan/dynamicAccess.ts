import type { SyntaxNode } from '../syntax/node.ts';
import { nameText, part } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { type Expr, literal } from './expr.ts';

/** What a JSON path can hold between quotes without being read as a wildcard or an escape. */
const PLAIN_KEY = /^[^"\\*]+$/;

/** `bag.key`, `bag["key"]`, `array[0]`: constant steps become one path, so that JSON is read once. */
export function dynamicAccess(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const steps: string[] = [];
  let at = node;
  for (;;) {
    const step = pathStep(builder, at, env);
    if (step === undefined) break;
    steps.unshift(step);
    at = unwrapped(part(at, 'Expression'));
  }
  if (steps.length > 0) {
    const value = builder.expr(at, env);
    return builder.call('path', 'dynamic', [value, literal('string', `$${steps.join('')}`)], node);
  }
  const value = builder.expr(part(node, 'Expression'), env);
  const selector = selectorExpr(builder, node, env);
  return selector.type === 'string' || selector.type === 'dynamic'
    ? builder.call('member', 'dynamic', [value, selector], node)
    : builder.call('element', 'dynamic', [value, selector], node);
}

function unwrapped(node: SyntaxNode): SyntaxNode {
  return node.kind === 'ParenthesizedExpression' ? unwrapped(part(node, 'Expression')) : node;
}

function selectorExpr(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const selector = part(node, 'Selector');
  if (node.kind === 'PathExpression') return literal('string', nameText(selector));
  return builder.expr(selector.kind === 'BracketedExpression' ? part(selector, 'Expression') : selector, env);
}

function pathStep(builder: Builder, node: SyntaxNode, env: Env): string | undefined {
  if (node.kind !== 'PathExpression' && node.kind !== 'ElementExpression') return undefined;
  const selector = selectorExpr(builder, node, env);
  if (selector.kind !== 'literal') return undefined;
  if (typeof selector.value === 'string')
    return PLAIN_KEY.test(selector.value) ? `."${selector.value}"` : undefined;
  if (typeof selector.value !== 'bigint') return undefined;
  return selector.value < 0n ? `[#${selector.value.toString()}]` : `[${selector.value.toString()}]`;
}
