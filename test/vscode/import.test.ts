import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { ImportReport } from '../../src/domain/importReport.ts';
import { makeCase, until, writeFile } from './support/cases.ts';

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      TimeGenerated: new Date(Date.UTC(2026, 2, 1, 8, from + i)).toISOString(),
      Account: `user${from + i}@contoso.example`,
    }),
  );

describe('importing logs', () => {
  let folder: vscode.Uri;

  const activeNotebook = (): vscode.NotebookDocument | undefined =>
    vscode.window.activeNotebookEditor?.notebook;

  before(async () => {
    folder = makeCase('import-case');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('azimuth.closeCase');
  });

  it('says for each file what it was taken for and why, and a second time adds nothing', async () => {
    const file = writeFile(folder, '../exports/accounts.ndjson', `${lines(30).join('\n')}\n`);
    const report = await vscode.commands.executeCommand<ImportReport>('azimuth.importLogs', [file]);
    assert.equal(report.rows, 30);
    assert.equal(report.files.length, 1);
    assert.ok(report.files[0]!.why.length > 0);
    const again = await vscode.commands.executeCommand<ImportReport>('azimuth.importLogs', [file]);
    assert.deepEqual([again.rows, again.known], [0, 30]);
  });

  it('keeps what does not fit, and shows it', async () => {
    const file = writeFile(
      folder,
      '../exports/half.ndjson',
      `${lines(5, 100).join('\n')}\n{"TimeGenerated": "2026`,
    );
    const report = await vscode.commands.executeCommand<ImportReport>('azimuth.importLogs', [file]);
    assert.equal(report.rows, 5);
    assert.equal(report.rejects, 1);
    assert.ok(report.files[0]!.broken, 'says where the file broke off');
  });

  it('shows the report of the newest import first, as plain text', async () => {
    void vscode.commands.executeCommand('azimuth.showImportReport');
    await until('the report', () => {
      void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.activeTextEditor?.document.uri.scheme === 'azimuth-record';
    });
    assert.match(
      vscode.window.activeTextEditor!.document.getText(),
      /5 rows imported into 1 table from 1 file/,
    );
  });

  it('is followed by a sweep of the library that says what could not run', async () => {
    await vscode.commands.executeCommand('azimuth.huntSweep');
    await until('the sweep', () => activeNotebook()?.uri.path.includes('hunt-sweep') ?? false);
    const text = readFileSync(activeNotebook()!.uri.fsPath, 'utf8');
    assert.match(text, /# Hunt sweep of /);
    assert.match(text, /## Not run: the tables are not there/);
  });
});
