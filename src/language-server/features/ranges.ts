import type { Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../kql/diagnostics.ts';

export function rangeOf(document: TextDocument, { start, length }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(start + length) };
}
