import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { EditorDiagnostic } from '../../kql/syntax/editing/edited.ts';
import type { Documents, Query } from '../documents.ts';
import { rangeOf } from './ranges.ts';

const SEVERITIES: Readonly<Record<EditorDiagnostic['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  suggestion: DiagnosticSeverity.Information,
};

export function diagnosticsOf(documents: Documents, document: TextDocument): Diagnostic[] {
  return documents.queries(document).flatMap((query) => queryDiagnostics(query, document));
}

function queryDiagnostics({ region, editor }: Query, document: TextDocument): Diagnostic[] {
  return editor.diagnostics().flatMap((found) => {
    const span = region.outer(found);
    if (!span) return [];
    return {
      range: rangeOf(document, span),
      severity: SEVERITIES[found.severity],
      code: found.code,
      source: 'KQL',
      message: found.message,
    };
  });
}
