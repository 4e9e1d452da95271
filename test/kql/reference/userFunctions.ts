import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { convert } from './convert.ts';
import { Scope, type Env } from './scope.ts';
import { args, calledName, nameOf } from './syntax.ts';
import { unknown } from './unknown.ts';

/** What a function's body sees: the names where it was declared, and its parameters. */
export function expand(node: SyntaxNode, env: Env): Env {
  const { expansion } = node;
  if (!expansion) throw unknown('a call without a body');
  const declared = env.scope.find(calledName(node) ?? nameOf(node));
  const scope = new Scope(declared?.kind === 'function' ? declared.scope : env.scope);
  const given = args(node);
  for (const [i, { name, type, default: fallback }] of expansion.parameters.entries()) {
    const arg = given[i] ?? fallback;
    if (!arg || arg.kind === 'SimpleNamedExpression') throw unknown('arguments by name');
    if (type.kind === 'scalar' && type.type !== 'unknown') {
      const value = env.world.scalar(arg, env);
      scope.bind(name, { kind: 'scalar', value: { type: type.type, value: convert(value, type.type) } });
    } else scope.bind(name, { kind: 'table', table: () => env.world.table(arg, env) });
  }
  return { world: env.world, scope };
}
