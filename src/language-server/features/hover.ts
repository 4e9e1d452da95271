import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents } from '../documents.ts';

/** What Kusto knows of the name at a position, as plain text: it may hold names that a log made up. */
export function hoverAt(documents: Documents, document: TextDocument, position: Position): Hover | null {
  const place = documents.at(document, document.offsetAt(position));
  const said = place?.query.editor.quickInfo(place.offset) ?? [];
  if (said.length === 0) return null;
  return { contents: { kind: MarkupKind.PlainText, value: said.join('\n\n') } };
}
