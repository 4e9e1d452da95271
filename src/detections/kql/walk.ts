import type { SyntaxNode } from '../../kql/syntax/node.ts';

/** The node and all below it, each before its children, in the order of the text. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of Object.values(node.parts)) yield* walk(child);
  for (const item of node.items) yield* walk(item);
}

/** As walk, and into the bodies of functions that are called. */
export function* walkCalled(node: SyntaxNode, depth = 0): Generator<SyntaxNode> {
  yield node;
  if (node.expansion && depth < 12) yield* walkCalled(node.expansion.body, depth + 1);
  for (const child of Object.values(node.parts)) yield* walkCalled(child, depth);
  for (const item of node.items) yield* walkCalled(item, depth);
}

/** As walkCalled, but only what is in the text of the query, and each place of it once. */
export function* walkText(root: SyntaxNode): Generator<SyntaxNode> {
  const seen = new Set<string>();
  for (const node of walkCalled(root)) {
    const place = `${node.kind} ${node.start} ${node.length}`;
    if (node.foreign || seen.has(place)) continue;
    seen.add(place);
    yield node;
  }
}

/** `ago` of `ago(1d)`; '' for what is no call. */
export function calledName(node: SyntaxNode): string {
  if (node.kind !== 'FunctionCallExpression') return '';
  return nameOf(node.parts['Name']);
}

export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.parts['ArgumentList']?.parts['Expressions']?.items ?? [];
}

/** The identifier of a name reference or a declaration, or its pattern: `Device*`. */
export function nameOf(node: SyntaxNode | undefined): string {
  if (!node) return '';
  const token = node.parts['Name'] ?? node.parts['Pattern'];
  if (token) return nameOf(token);
  return node.text;
}
