import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { formatKql } from '../../kql/syntax/editing/formatKql.ts';
import type { Documents, Query } from '../documents.ts';
import { rangeOf } from './ranges.ts';

/** Formats each query that can be parsed; what stands around the queries and before them is left as it is. */
export function formattingOf(
  documents: Documents,
  document: TextDocument,
  { tabSize }: FormattingOptions,
): TextEdit[] {
  return documents.queries(document).flatMap((query) => formatQuery(query, document, tabSize));
}

function formatQuery({ region }: Query, document: TextDocument, tabSize: number): TextEdit[] {
  const now = region.own.trimEnd();
  const span = region.outer({ start: region.text.length - region.own.length, length: now.length });
  const formatted = formatKql(now, tabSize)?.trimEnd().replaceAll(/\r?\n/g, lineEnd(document));
  if (formatted === undefined || formatted === now || !span) return [];
  return [{ range: rangeOf(document, span), newText: region.outward(formatted) }];
}

function lineEnd(document: TextDocument): string {
  return document.getText().includes('\r\n') ? '\r\n' : '\n';
}
