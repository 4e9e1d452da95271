import { type DocumentSymbol, type FoldingRange, FoldingRangeKind, SymbolKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Statement } from '../../kql/syntax/editing/edited.ts';
import type { Documents } from '../documents.ts';
import { rangeOf } from './ranges.ts';

const SYMBOLS: Readonly<Record<Statement['kind'], SymbolKind>> = {
  value: SymbolKind.Variable,
  function: SymbolKind.Function,
  query: SymbolKind.Event,
  other: SymbolKind.Key,
};

export function symbolsOf(documents: Documents, document: TextDocument): DocumentSymbol[] {
  return documents.queries(document).flatMap(({ region, editor }) =>
    editor.statements().flatMap((statement) => {
      const span = region.outer(statement);
      const name = region.outer(statement.nameSpan);
      if (!span || !name || statement.name === '') return [];
      return {
        name: statement.name,
        kind: SYMBOLS[statement.kind],
        range: rangeOf(document, span),
        selectionRange: rangeOf(document, name),
      };
    }),
  );
}

/** Statements and comments of more than one line. */
export function foldingRangesOf(documents: Documents, document: TextDocument): FoldingRange[] {
  const statements = symbolsOf(documents, document)
    .map(({ range }) => ({ startLine: range.start.line, endLine: range.end.line }))
    .filter(({ startLine, endLine }) => endLine > startLine);
  return document.languageId === 'kql' ? [...statements, ...commentFolds(document.getText())] : statements;
}

function commentFolds(text: string): FoldingRange[] {
  const folds: FoldingRange[] = [];
  let start: number | undefined;
  const lines = [...text.split('\n'), ''];
  for (const [line, content] of lines.entries()) {
    const isComment = content.trimStart().startsWith('//');
    if (isComment) start ??= line;
    else if (start !== undefined) {
      if (line - 1 > start)
        folds.push({ startLine: start, endLine: line - 1, kind: FoldingRangeKind.Comment });
      start = undefined;
    }
  }
  return folds;
}
