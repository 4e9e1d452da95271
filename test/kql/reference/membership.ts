import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { equals } from './compare.ts';
import { textOf } from './convert.ts';
import type { Env } from './scope.ts';
import { elements, part } from './syntax.ts';
import { folded, hasTerm } from './textOperators.ts';
import { unknown } from './unknown.ts';
import { isArray, isBag, type Typed } from './values.ts';

/** in, !in, in~, !in~, has_any, has_all; undefined for another node. */
export function membership(node: SyntaxNode, env: Env): boolean | undefined {
  switch (node.kind) {
    case 'InExpression':
      return isIn(node, env, false);
    case 'NotInExpression':
      return !isIn(node, env, false);
    case 'InCsExpression':
      return isIn(node, env, true);
    case 'NotInCsExpression':
      return !isIn(node, env, true);
    case 'HasAnyExpression':
      return termsOf(node, env).some((term) => has(node, env, term));
    case 'HasAllExpression':
      return termsOf(node, env).every((term) => has(node, env, term));
    default:
      return undefined;
  }
}

function isIn(node: SyntaxNode, env: Env, fold: boolean): boolean {
  const left = env.world.scalar(part(node, 'Left'), env);
  return members(node, env).some((member) => {
    if (fold) return folded(textOf(left)) === folded(textOf(member));
    if (left.value === null || member.value === null) throw unknown('in with null');
    return equals(left, member) === true;
  });
}

function has(node: SyntaxNode, env: Env, term: string): boolean {
  return hasTerm(folded(textOf(env.world.scalar(part(node, 'Left'), env))), folded(term), true, true);
}

function termsOf(node: SyntaxNode, env: Env): string[] {
  return members(node, env).map(textOf);
}

/** The right side's values: literals, arrays of one dynamic, the first column of a table. */
function members(node: SyntaxNode, env: Env): Typed[] {
  return elements(node, 'Right').flatMap((item): Typed[] => {
    if (item.type.kind === 'table') {
      const table = env.world.table(item, { world: env.world, scope: env.scope });
      const type = table.columns[0]?.type ?? 'dynamic';
      return table.rows.map(([value = null]) => ({ type, value }));
    }
    const value = env.world.scalar(item, env);
    if (value.type === 'dynamic' && isArray(value.value))
      return value.value.map((element) => ({ type: 'dynamic', value: element }));
    if (isBag(value.value)) throw unknown('membership in a bag');
    return [value];
  });
}
