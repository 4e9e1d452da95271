import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeCase, until, writeFile } from './support/cases.ts';

const marksOf = (uri: vscode.Uri): readonly string[] =>
  vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'KQL')
    .map(({ code }) => (typeof code === 'object' ? String(code.value) : String(code)));

describe('the editor knows KQL', function () {
  this.timeout(120_000);
  let folder: vscode.Uri;

  before(async () => {
    folder = makeCase('language-case');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('azimuth.closeCase');
  });

  it('in a file: completion and marks over the published tables', async () => {
    const uri = writeFile(folder, 'own.kql', 'SigninLogs\n| where ResultTyp == "0"\n| where ');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until('the mark', () => marksOf(uri).includes('KS142'), 60_000);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(document.getText().length),
    );
    assert.ok(list.items.some(({ label }) => label === 'UserPrincipalName'));
  });

  it('in a cell: a named cell above is a table there', async () => {
    const text =
      '```kql name=ten\nrange x from 1 to 10 step 1\n```\n```kql\nten | where x > 5\n```\n```kql\ntwelve\n```\n';
    const notebook = await vscode.workspace.openNotebookDocument(
      writeFile(folder, 'notebooks/names.kql.md', text),
    );
    await vscode.window.showNotebookDocument(notebook);
    const [, second, third] = notebook.getCells().map((cell) => cell.document.uri);
    assert.ok(second && third);
    await until('the mark', () => marksOf(third).includes('KS142'), 60_000);
    assert.deepEqual(marksOf(second), []);
  });
});
