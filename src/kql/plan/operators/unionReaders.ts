import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, part, resultColumns } from '../access.ts';
import type { Builder } from '../builder.ts';
import type { UnionColumn } from './unionNames.ts';

/** Operators that give on only what they name. */
const CHOOSING = new Set(['SummarizeOperator', 'ProjectOperator', 'DistinctOperator', 'CountOperator']);
/** Operators that give on the columns as they come, and read only those that they name. */
const KEEPING = new Set(['FilterOperator', 'TakeOperator', 'SortOperator', 'TopOperator']);
const READS_ALL = new Set(['StarExpression', 'WildcardedNameReference', 'WildcardedName']);
const READS_BY_TEXT = new Set(['pack_all', 'column_ifexists', 'columnifexists']);

/**
 * Where Kusto.Language gives a split column another name than the service does, what follows would read another column:
 * only the last operator of a query may have such names, and one whose readers name none of them.
 */
export function refuseOtherNames(builder: Builder, node: SyntaxNode, columns: readonly UnionColumn[]): void {
  const declared = new Map(resultColumns(node).map(({ name, type }) => [name, type]));
  const other = columns.find(
    ({ name, from, type }) =>
      (name !== from || declared.has(`${name}_${type}`)) && declared.get(name) !== type,
  );
  const swapped = columns.some(
    ({ name, from }) => name !== from && columns.some((one) => one.from === name.replace(/\d+$/, '')),
  );
  if ((!other && !swapped) || builder.isLast(node)) return;
  const split = new Set(columns.flatMap(({ name, from }) => (name === from ? [] : [from])));
  const isSplit = (name: string): boolean =>
    split.has(name) || [...split].some((from) => name.startsWith(`${from}_`));
  if (areUnread(builder, node, isSplit)) return;
  const named = other ?? columns.find(({ name, from }) => name !== from);
  throw refuse(
    'union-names',
    `The column ${named?.from ?? ''} has several types, and Kusto.Language names what becomes of them as the service does not.`,
    node,
    'Rename or convert the column before the union, or keep the columns that you need with project.',
  );
}

/** Whether those columns are dropped, or are part of the answer, before anything reads them. */
function areUnread(builder: Builder, node: SyntaxNode, isSplit: (name: string) => boolean): boolean {
  let keepsAll = true;
  for (let reader = builder.readerOf(node); reader; reader = builder.readerOf(reader)) {
    if (names(reader, isSplit)) return false;
    if (CHOOSING.has(reader.kind)) return true;
    keepsAll &&= KEEPING.has(reader.kind);
    if (!keepsAll && reader.kind !== 'ExtendOperator') return false;
    if (keepsAll && builder.isLast(reader)) return true;
  }
  return false;
}

function names(node: SyntaxNode, isSplit: (name: string) => boolean): boolean {
  if (READS_ALL.has(node.kind)) return true;
  if (node.kind === 'NameReference' && isSplit(nameText(node))) return true;
  if (node.kind === 'FunctionCallExpression' && READS_BY_TEXT.has(nameText(part(node, 'Name')))) return true;
  return [...Object.values(node.parts), ...node.items].some((inner) => names(inner, isSplit));
}
