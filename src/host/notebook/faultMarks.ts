import * as vscode from 'vscode';
import { faultsOf } from './queryFault.ts';

/** Where a span of what was sent lies in a document; undefined where it lies in what was put before it. */
export type PlaceOf = (start: number, length: number) => vscode.Range | undefined;

/** The document's own text begins at `offset` of what was sent. */
export function after(document: vscode.TextDocument, offset: number): PlaceOf {
  return (start, length) =>
    start < offset
      ? undefined
      : new vscode.Range(document.positionAt(start - offset), document.positionAt(start - offset + length));
}

/** What was sent is a block of a document: its first line is that of `first`, each line is indented. */
export function inBlock(text: string, first: number, indent: number): PlaceOf {
  const positionOf = (offset: number): vscode.Position => {
    const before = text.slice(0, offset).split('\n');
    return new vscode.Position(first + before.length - 1, indent + (before.at(-1) ?? '').length);
  };
  return (start, length) => new vscode.Range(positionOf(start), positionOf(start + length));
}

/** Marks at the places of the faults. What the language server or the lint has marked already is not marked twice. */
export function marksOf(
  document: vscode.TextDocument,
  error: unknown,
  placeOf: PlaceOf,
): vscode.Diagnostic[] {
  const marked = vscode.languages.getDiagnostics(document.uri);
  return faultsOf(error)
    .flatMap((fault) => {
      const range = placeOf(fault.start, Math.max(1, fault.length));
      if (!range) return [];
      const mark = new vscode.Diagnostic(range, fault.message, vscode.DiagnosticSeverity.Error);
      mark.source = 'Azimuth';
      mark.code = fault.code;
      return [mark];
    })
    .filter(
      (mark) =>
        !marked.some(
          ({ severity, range }) => severity === vscode.DiagnosticSeverity.Error && range.isEqual(mark.range),
        ),
    );
}
