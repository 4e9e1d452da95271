import * as vscode from 'vscode';
import type { VerifyReport } from '../../domain/verifyReport.ts';
import { abortSignalOf } from '../cancellation.ts';
import { counted } from '../../base/counts.ts';
import type { OpenCase } from './openCase.ts';

/** Recomputes every chain and digest of the case; each finding is put at its line in the Problems panel. */
export async function verifyCase(
  openCase: OpenCase,
  findings: vscode.DiagnosticCollection,
): Promise<VerifyReport | undefined> {
  const session = await openCase.session();
  const { folder } = openCase;
  if (!folder) return undefined;
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Verifying the case', cancellable: true },
    (progress, token) => {
      let percent = 0;
      return session.verify((done, total) => {
        const at = total > 0 ? (done / total) * 100 : 0;
        progress.report({ message: `${Math.round(at)}%`, increment: Math.max(0, at - percent) });
        percent = Math.max(percent, at);
      }, abortSignalOf(token));
    },
  );
  mark(findings, folder, report);
  tell(folder, report);
  return report;
}

function mark(findings: vscode.DiagnosticCollection, folder: vscode.Uri, report: VerifyReport): void {
  findings.clear();
  for (const [file, own] of Map.groupBy(report.findings, (finding) => finding.file)) {
    const diagnostics = own.map(({ line = 1, message, code }) => {
      const at = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
      const diagnostic = new vscode.Diagnostic(at, message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'Azimuth verify';
      diagnostic.code = code;
      return diagnostic;
    });
    findings.set(vscode.Uri.joinPath(folder, ...file.split('/')), diagnostics);
  }
}

/** Says what was checked and offers the findings; does not wait for a choice. */
function tell(folder: vscode.Uri, { findings, checked }: VerifyReport): void {
  const { lines, originals, events } = checked;
  // A notification without a button shows some sixty letters of its text.
  const what = `${counted(lines, 'line')}, ${counted(originals, 'original')}, ${counted(events, 'event')}`;
  const [first] = findings;
  if (!first) {
    void vscode.window.showInformationMessage(`The case is whole: ${what} checked.`);
    return;
  }
  const text = `${counted(findings.length, 'finding')} in the case (${what} checked). ${first.file}${first.line === undefined ? '' : `, line ${first.line}`}: ${first.message}`;
  void vscode.window.showErrorMessage(text, 'Open', 'Show Problems').then(async (label) => {
    if (label === 'Show Problems') await vscode.commands.executeCommand('workbench.actions.view.problems');
    else if (label === 'Open') {
      const line = (first.line ?? 1) - 1;
      await vscode.commands.executeCommand(
        'vscode.open',
        vscode.Uri.joinPath(folder, ...first.file.split('/')),
        {
          selection: new vscode.Range(line, 0, line, 0),
        },
      );
    }
  });
}
