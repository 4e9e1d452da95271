import type { Column, KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import type { BoundColumn, SyntaxNode } from '../syntax/node.ts';

/** A part that the grammar guarantees. */
export function part(node: SyntaxNode, name: string): SyntaxNode {
  const found = node.parts[name];
  if (!found) throw refuse('incomplete', `This ${node.kind} is incomplete.`, node);
  return found;
}

/** Elements of the list in a part; none where it is absent. */
export function list(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const found = node.parts[name];
  if (!found) return [];
  return found.kind === 'List' ? found.items : listWithin(found);
}

function listWithin(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node.parts).find((child) => child.kind === 'List')?.items ?? [];
}

export function callArguments(node: SyntaxNode): readonly SyntaxNode[] {
  const args = node.parts['ArgumentList'];
  return args ? list(args, 'Expressions') : [];
}

/** `kind=inner hint.strategy=shuffle` as a map; hints do not change an answer. */
export function parameters(node: SyntaxNode): Map<string, SyntaxNode> {
  const map = new Map<string, SyntaxNode>();
  for (const parameter of list(node, 'Parameters')) {
    const name = nameText(part(parameter, 'Name'));
    const value = parameter.parts['Expression'];
    if (value) map.set(name, value);
  }
  return map;
}

/** The text of a name, quotes of `['a b']` removed. */
export function nameText(node: SyntaxNode): string {
  if (node.symbol && node.kind === 'NameDeclaration' && node.symbol.name !== '') return node.symbol.name;
  return rawName(node);
}

function rawName(node: SyntaxNode): string {
  if (node.text !== '')
    return node.text.startsWith('"') || node.text.startsWith("'") ? node.text.slice(1, -1) : node.text;
  if (node.string !== undefined) return node.string;
  const inner = node.parts['Name'] ?? node.parts['Token'] ?? node.parts['Expression'];
  return inner ? rawName(inner) : '';
}

/** All token texts below, in order, without white space between them. */
export function tokenText(node: SyntaxNode): string {
  if (node.text !== '') return node.text;
  return [...Object.values(node.parts), ...node.items].map(tokenText).join('');
}

export function scalarType(node: SyntaxNode): KustoType {
  // Several values, as array_sort_asc(a, b) has, are one array of them.
  if (node.type.kind === 'tuple') return 'dynamic';
  if (node.type.kind === 'scalar') return node.type.type === 'unknown' ? 'dynamic' : node.type.type;
  throw refuse('not-scalar', 'A single value is needed here.', node);
}

/** Columns that the binder gave a tabular node. */
export function resultColumns(node: SyntaxNode): readonly Column[] {
  if (node.type.kind !== 'table') throw refuse('not-tabular', 'A table is needed here.', node);
  return node.type.columns.map(firm);
}

function firm(column: BoundColumn): Column {
  return { name: column.name, type: column.type === 'unknown' ? 'dynamic' : column.type };
}

export function isTabular(node: SyntaxNode): boolean {
  return node.type.kind === 'table';
}
