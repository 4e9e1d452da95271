import {
  type DocumentHighlight,
  DocumentHighlightKind,
  ErrorCodes,
  type Location,
  type Position,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { RelatedName } from '../../kql/syntax/editing/edited.ts';
import type { Documents, Place } from '../documents.ts';
import { rangeOf } from './ranges.ts';

interface NamedRange {
  readonly range: Range;
  readonly isDeclaration: boolean;
}

export function definitionAt(documents: Documents, document: TextDocument, position: Position): Location[] {
  return namesAt(documents, document, position)
    .filter(({ isDeclaration }) => isDeclaration)
    .map(({ range }) => ({ uri: document.uri, range }));
}

export function referencesAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
  withDeclaration: boolean,
): Location[] {
  return namesAt(documents, document, position)
    .filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
    .map(({ range }) => ({ uri: document.uri, range }));
}

export function highlightsAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
): DocumentHighlight[] {
  return namesAt(documents, document, position).map(({ range, isDeclaration }) => ({
    range,
    kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The range of the name that would be renamed; null where it is not declared in this text. */
export function renameRangeAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
): Range | null {
  const place = documents.at(document, document.offsetAt(position));
  const names = place ? declaredHere(place) : undefined;
  const name = names?.find(
    ({ start, length }) => place && start <= place.offset && place.offset <= start + length,
  );
  const span = name && place?.query.region.outer(name);
  return span ? rangeOf(document, span) : null;
}

/** Renames what a `let` of this text declares. */
export function renameAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
  newName: string,
): WorkspaceEdit {
  const place = documents.at(document, document.offsetAt(position));
  const names = place ? declaredHere(place) : undefined;
  if (!place || !names)
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      'Only a name that a let statement of this query declares can be renamed.',
    );
  if (!/^[A-Za-z_]\w*$/.test(newName))
    throw new ResponseError(
      ErrorCodes.InvalidParams,
      `${newName} is no name: use letters, digits and _, and no digit first.`,
    );
  const edits = names.flatMap((name) => {
    const span = place.query.region.outer(name);
    return span ? [{ range: rangeOf(document, span), newText: newName }] : [];
  });
  return { changes: { [document.uri]: edits } };
}

function declaredHere({ query, offset }: Place): readonly RelatedName[] | undefined {
  const names = query.editor.related(offset);
  const declaration = names.find(({ isDeclaration }) => isDeclaration);
  return declaration && query.region.outer(declaration) ? names : undefined;
}

function namesAt(documents: Documents, document: TextDocument, position: Position): readonly NamedRange[] {
  const place = documents.at(document, document.offsetAt(position));
  if (!place) return [];
  return place.query.editor.related(place.offset).flatMap((name) => {
    const span = place.query.region.outer(name);
    return span ? [{ range: rangeOf(document, span), isDeclaration: name.isDeclaration }] : [];
  });
}
