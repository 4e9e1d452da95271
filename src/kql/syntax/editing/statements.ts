import type { Span } from '../../diagnostics.ts';
import { syntaxKinds, type KustoNode } from '../language.ts';
import type { Statement } from './edited.ts';
import type { NavigableNode } from './kusto.ts';

/** The statements of a text in their order. */
export function statementsOf(root: NavigableNode): readonly Statement[] {
  const kinds = syntaxKinds();
  const found: Statement[] = [];
  const visit = (node: NavigableNode): void => {
    const kind = kinds[node.Kind] ?? '';
    if (kind.endsWith('Statement')) {
      if (node.Width > 0) found.push(statementOf(node, kind, kinds));
      return;
    }
    for (let i = 0; !node.IsToken && i < node.ChildCount; i++) {
      const child = node.GetChild(i);
      if (child) visit(child as NavigableNode);
    }
  };
  visit(root);
  return found;
}

const spanOf = (node: KustoNode): Span => ({ start: node.TextStart, length: node.Width });

function statementOf(node: NavigableNode, kind: string, kinds: readonly string[]): Statement {
  const span = spanOf(node);
  if (kind === 'LetStatement') {
    const name = node.GetChild(1);
    const value = node.GetChild(3);
    const isFunction = value ? kinds[value.Kind] === 'FunctionDeclaration' : false;
    if (name && !name.IsMissing)
      return { kind: isFunction ? 'function' : 'value', name: textOf(name), nameSpan: spanOf(name), ...span };
  }
  const first = firstToken(node);
  return {
    kind: kind === 'ExpressionStatement' ? 'query' : 'other',
    name: first?.Text ?? '',
    nameSpan: first ? spanOf(first) : { start: span.start, length: 0 },
    ...span,
  };
}

function textOf(node: KustoNode): string {
  if (node.IsToken) return node.Text;
  let text = '';
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    if (child) text += textOf(child);
  }
  return text;
}

function firstToken(node: KustoNode): KustoNode | undefined {
  if (node.IsToken) return node.Width > 0 ? node : undefined;
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    const found = child ? firstToken(child) : undefined;
    if (found) return found;
  }
  return undefined;
}
