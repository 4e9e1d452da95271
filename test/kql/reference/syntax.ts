import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { unknown } from './unknown.ts';

export function part(node: SyntaxNode, name: string): SyntaxNode {
  const found = node.parts[name];
  if (!found) throw unknown(`${node.kind} without ${name}`);
  return found;
}

/** The elements of a part that is a list, or that holds one. */
export function elements(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const found = node.parts[name];
  if (!found) return [];
  if (found.kind === 'List') return found.items;
  return Object.values(found.parts).find((child) => child.kind === 'List')?.items ?? [];
}

export function args(node: SyntaxNode): readonly SyntaxNode[] {
  return elements(node, 'ArgumentList');
}

/** A declared or referred name, without the quotes of `['a b']`. */
export function nameOf(node: SyntaxNode): string {
  if (node.kind === 'NameDeclaration' && node.symbol && node.symbol.name !== '') return node.symbol.name;
  if (node.string !== undefined) return node.string;
  if (node.text !== '') return node.text;
  for (const key of ['Name', 'Token', 'Expression', 'Pattern']) {
    const inner = node.parts[key];
    if (inner) return nameOf(inner);
  }
  throw unknown(`the name of ${node.kind}`);
}

/** `kind=inner` and its like, by name. */
export function operatorParameters(node: SyntaxNode): ReadonlyMap<string, string> {
  return new Map(
    elements(node, 'Parameters').map((item) => [
      nameOf(part(item, 'Name')),
      nameOf(part(item, 'Expression')),
    ]),
  );
}

export function inner(node: SyntaxNode): SyntaxNode {
  return node.kind === 'ParenthesizedExpression' ? inner(part(node, 'Expression')) : node;
}

export function calledName(node: SyntaxNode): string | undefined {
  return node.kind === 'FunctionCallExpression' ? nameOf(part(node, 'Name')) : undefined;
}

/** The words below a node, as they were written. */
export function writtenKeywords(node: SyntaxNode): string[] {
  if (node.text !== '') return [node.text];
  return [...Object.values(node.parts), ...node.items].flatMap(writtenKeywords);
}
