import * as vscode from 'vscode';
import { faultsOf } from './queryFault.ts';

/** Marks at the places of the faults; `offset` is where the document's own text begins in what was sent. */
export function marksOf(document: vscode.TextDocument, error: unknown, offset: number): vscode.Diagnostic[] {
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
    });
}
