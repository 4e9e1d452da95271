import * as vscode from 'vscode';
import type { ExportFormat, ResultHead, ResultView } from '../../domain/result.ts';
import type { FromResults } from '../../protocol/results.ts';
import type { CaseSession } from '../../session/api.ts';
import { abortSignalOf } from '../cancellation.ts';
import { counted } from '../../base/counts.ts';

const ENDINGS: Readonly<Record<ExportFormat, readonly [name: string, ending: string]>> = {
  csv: ['CSV', 'csv'],
  json: ['JSON', 'json'],
  markdown: ['Markdown', 'md'],
  parquet: ['Parquet', 'parquet'],
};

/** Asks where to, and writes; gives what was done, undefined where nothing was. */
export async function exportRows(
  session: CaseSession,
  head: ResultHead,
  view: ResultView,
  { format, columns, rows }: Extract<FromResults, { readonly type: 'export' }>,
): Promise<string | undefined> {
  const [name, ending] = ENDINGS[format];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `answer-${head.ranAt.slice(0, 19).replace(/[-:]/g, '')}.${ending}`;
  const target = await vscode.window.showSaveDialog({
    title: `Export ${name}`,
    filters: { [name]: [ending] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }),
  });
  if (!target) return undefined;
  const written = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Exporting ${name}`, cancellable: true },
    (progress, token) =>
      session.results.export(
        { id: head.id, view, columns, format, path: target.fsPath, ...(rows && { rows }) },
        (done) => progress.report({ message: counted(done, 'row') }),
        abortSignalOf(token),
      ),
  );
  return `${counted(written, 'row')} exported to ${target.fsPath}`;
}
