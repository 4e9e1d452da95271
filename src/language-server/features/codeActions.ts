import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextChange } from '../../kql/syntax/editing/edited.ts';
import type { Documents, Place, Query } from '../documents.ts';
import { nearestNames } from '../../base/nearestNames.ts';
import { rangeOf } from './ranges.ts';

/** The code of Kusto's "does not refer to any known column, table, variable or function". */
const UNKNOWN_NAME = 'KS142';

/** Quick fixes: Kusto's own, and for a name that it does not know those that look like it. */
export function codeActionsIn(
  documents: Documents,
  document: TextDocument,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const place = documents.at(document, document.offsetAt(range.start));
  if (!place) return [];
  const own = place.query.editor
    .fixes(place.offset)
    .flatMap(({ title, changes }) => action(place.query, document, title, changes, diagnostics));
  const spelling = diagnostics
    .filter(({ code }) => code === UNKNOWN_NAME)
    .flatMap((diagnostic) => spellings(place, document, diagnostic));
  return [...spelling, ...own];
}

function spellings({ query }: Place, document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const start = query.region.inner(document.offsetAt(diagnostic.range.start));
  const end = query.region.inner(document.offsetAt(diagnostic.range.end));
  if (start === undefined || end === undefined) return [];
  const written = query.editor.text.slice(start, end);
  const names = query.editor
    .completions(start)
    .items.filter(({ kind }) => kind !== 'keyword' && kind !== 'other')
    .map(({ match }) => match);
  return nearestNames(written, names).flatMap((name) =>
    action(
      query,
      document,
      `Change to '${name}'`,
      [{ start, length: end - start, text: name }],
      [diagnostic],
    ),
  );
}

function action(
  { region }: Query,
  document: TextDocument,
  title: string,
  changes: readonly TextChange[],
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const edits = changes.flatMap((change) => {
    const span = region.outer(change);
    return span ? [{ range: rangeOf(document, span), newText: region.outward(change.text) }] : [];
  });
  if (edits.length < changes.length) return [];
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [...diagnostics],
      edit: { changes: { [document.uri]: edits } },
    },
  ];
}
