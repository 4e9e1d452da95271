import type { SyntaxNode } from '../../kql/syntax/node.ts';
import { textOf, walkPlaced } from './times.ts';
import { argumentsOf, calledName, walkCalled } from './walk.ts';

/** Tables of the database that are read, each once, those in called functions included. */
export function tablesRead(root: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const node of walkCalled(root))
    if (node.symbol?.kind === 'Table' && node.kind === 'NameReference') names.add(node.symbol.name);
  for (const { string } of tableTexts(root)) if (string !== undefined) names.add(string);
  return [...names];
}

/** The texts that `table()` names tables by: literals that it has itself, or that a `let` or an argument of a call has. */
export function tableTexts(root: SyntaxNode): readonly SyntaxNode[] {
  const texts = new Set<SyntaxNode>();
  for (const { node, constants } of walkPlaced(root, () => false)) {
    const name = calledName(node) === 'table' ? argumentsOf(node)[0] : undefined;
    const text = name && textOf(name, constants);
    if (text) texts.add(text);
  }
  return [...texts];
}

/** Columns of stored tables that the query names. */
export function columnsRead(root: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const node of walkCalled(root))
    if (node.symbol?.kind === 'Column' && node.kind === 'NameReference') names.add(node.symbol.name);
  return [...names];
}
