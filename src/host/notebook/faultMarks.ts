import * as vscode from 'vscode';
import { faultsOf } from './queryFault.ts';

/**
 * Marks at the places of the faults; `offset` is where the document's own text begins in what was sent. What the
 * language server has marked already is not marked twice.
 */
export function marksOf(document: vscode.TextDocument, error: unknown, offset: number): vscode.Diagnostic[] {
  const marked = vscode.languages.getDiagnostics(document.uri);
  return faultsOf(error)
    .filter((fault) => fault.start >= offset)
    .map((fault) => {
      const from = fault.start - offset;
      const range = new vscode.Range(
        document.positionAt(from),
        document.positionAt(from + Math.max(1, fault.length)),
      );
      const mark = new vscode.Diagnostic(range, fault.message, vscode.DiagnosticSeverity.Error);
      mark.source = 'Azimuth';
      mark.code = fault.code;
      return mark;
    })
    .filter((mark) => !marked.some(({ code, range }) => code === mark.code && range.isEqual(mark.range)));
}
