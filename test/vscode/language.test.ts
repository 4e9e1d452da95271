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
    writeFile(folder, 'functions/TenRows.kql', 'range x from 1 to 10 step 1');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('azimuth.closeCase');
  });

  it('in a file: the connection in use decides, its saved functions included', async () => {
    const uri = writeFile(
      folder,
      'own.kql',
      'TenRows\n| where y > 1\n\nSigninLogs\n| where ResultTyp == "0"\n| where ',
    );
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const unknown = (): number => marksOf(uri).filter((code) => /^KS(142|204)$/.test(code)).length;
    await until('the marks of what the case has not', () => unknown() === 2, 60_000);
    const columns = async (offset: number): Promise<readonly unknown[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        document.positionAt(offset),
      );
      return list.items.map(({ label }) => label);
    };
    assert.ok((await columns(document.getText().indexOf('y >'))).includes('x'));
    await vscode.commands.executeCommand('azimuth.closeCase');
    const end = document.getText().length;
    for (const limit = Date.now() + 20_000; !(await columns(end)).includes('UserPrincipalName'); )
      assert.ok(Date.now() < limit, 'without a case the published tables count');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
  });

  it('and Enter ends the line where a name is typed to its end', () => {
    const editor = vscode.workspace.getConfiguration('editor', { languageId: 'kql' });
    assert.equal(editor.get('acceptSuggestionOnEnter'), 'smart');
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
