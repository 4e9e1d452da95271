import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { makeCase, outputOf, runAll, until, writeFile } from './support/cases.ts';

const TEXT = [
  '---',
  'parameters:',
  '  least: 45',
  '---',
  '',
  '# Questions\r',
  '',
  '```kql name=numbers',
  'range x from 1 to 50 step 1',
  '| extend who = strcat("user", tostring(x)) // <img src=x onerror=alert(1)>',
  '```',
  '```kql',
  'numbers',
  '| where x > least',
  '```',
  '',
  '~~~text',
  'kept as it is',
  '~~~',
  '```kql name=wrong',
  'NoSuchTable',
  '| take 1',
  '```',
].join('\n');

describe('a notebook', () => {
  let folder: vscode.Uri;
  let file: vscode.Uri;
  let notebook: vscode.NotebookDocument;

  before(async () => {
    folder = makeCase('notebook-case');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
    file = writeFile(folder, 'notebooks/questions.kql.md', TEXT);
    notebook = await vscode.workspace.openNotebookDocument(file);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('azimuth.closeCase');
  });

  it('is Markdown with KQL cells', () => {
    assert.equal(notebook.notebookType, 'azimuth-kql');
    assert.deepEqual(
      notebook.getCells().map((cell) => cell.document.languageId),
      ['markdown', 'kql', 'kql', 'markdown', 'kql'],
    );
  });

  it('runs on the logs of the case; a named cell and a parameter can be used in later cells', async () => {
    await runAll(notebook);
    const first = outputOf(notebook.cellAt(1));
    assert.equal(first.mime, 'application/vnd.azimuth.answer+json');
    const head = first.content['head'] as Record<string, unknown>;
    assert.equal((head['statistics'] as Record<string, unknown>)['rows'], 50);
    assert.deepEqual(head['completeness'], { state: 'complete' });
    const second = outputOf(notebook.cellAt(2));
    assert.deepEqual(
      (second.content['first'] as unknown[][]).map((row) => row[0]),
      [46, 47, 48, 49, 50],
    );
    assert.ok(Number(notebook.cellAt(2).executionSummary?.executionOrder) > 1);
  });

  it('shows a fault at its place: in the output and as a diagnostic of the cell', () => {
    const cell = notebook.cellAt(4);
    const { mime, content } = outputOf(cell);
    assert.equal(mime, 'application/vnd.azimuth.failure+json');
    assert.deepEqual(content['excerpt'], { line: 1, text: 'NoSuchTable', start: 0, length: 11 });
    const [diagnostic] = vscode.languages.getDiagnostics(cell.document.uri);
    assert.deepEqual(diagnostic?.range, new vscode.Range(0, 0, 0, 11));
  });

  it('is saved with nothing changed but what was edited', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(notebook.cellAt(2).document.uri, new vscode.Range(1, 0, 1, 99), '| where x > 48');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await notebook.save());
    await until('the file to be written', () => !notebook.isDirty);
    assert.equal(readFileSync(file.fsPath, 'utf8'), TEXT.replace('| where x > least', '| where x > 48'));
  });

  it('shows the last answers again when it is opened anew, as those of an earlier time', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const copy = writeFile(
      folder,
      'notebooks/again.kql.md',
      '```kql name=seven\nprint x = 7\n```\n\n```kql\nseven\n```\n',
    );
    await runAll(await vscode.workspace.openNotebookDocument(copy));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const moved = writeFile(folder, 'notebooks/moved.kql.md', readFileSync(copy.fsPath, 'utf8'));
    const again = await vscode.workspace.openNotebookDocument(moved);
    await vscode.window.showNotebookDocument(again);
    await until('the answers', () => again.getCells().every((cell) => cell.outputs.length > 0));
    const { content } = outputOf(again.cellAt(1));
    assert.equal(content['earlier'], true);
    assert.deepEqual(content['first'], [[7]]);
    assert.ok(!again.isDirty);
  });

  it('stops at the first error', async () => {
    const text = '```kql\nNoSuchTable\n```\n\n```kql\nprint 1\n```\n';
    const stopped = await vscode.workspace.openNotebookDocument(
      writeFile(folder, 'notebooks/stop.kql.md', text),
    );
    await vscode.window.showNotebookDocument(stopped);
    await vscode.commands.executeCommand('notebook.execute', undefined, stopped.uri);
    await until('the failure', () => stopped.cellAt(0).executionSummary?.success === false);
    assert.equal(stopped.cellAt(1).outputs.length, 0);
    assert.equal(stopped.cellAt(1).executionSummary?.success, undefined);
  });

  it('cancels a query that runs, and forgets the cancellation when it is run anew', async () => {
    const slow = 'range x from 1 to 100000000000 step 1\n| summarize count() by x % 7';
    const busy = await vscode.workspace.openNotebookDocument(
      writeFile(
        folder,
        'notebooks/busy.kql.md',
        `\`\`\`kql\n${slow}\n\`\`\`\n\n\`\`\`kql\nprint 1\n\`\`\`\n`,
      ),
    );
    const [first, second] = [busy.cellAt(0), busy.cellAt(1)];
    await vscode.window.showNotebookDocument(busy);
    const run = (from: number, command: string): Thenable<unknown> =>
      vscode.commands.executeCommand(command, {
        ranges: [{ start: from, end: from + 1 }],
        document: busy.uri,
      });
    void run(0, 'notebook.cell.execute');
    await until('it to run', () =>
      first.executionSummary?.executionOrder === undefined
        ? false
        : first.executionSummary.success === undefined,
    );
    await run(0, 'notebook.cell.cancelExecution');
    await until('the cancellation', () => first.executionSummary?.success === false);
    assert.equal(outputOf(first).content['title'], 'Cancelled');
    void run(0, 'notebook.cell.execute');
    await until('the old output to go', () => first.outputs.length === 0);
    await run(0, 'notebook.cell.cancelExecution');
    await until('the cancellation', () => first.outputs.length > 0);
    await run(1, 'notebook.cell.execute');
    await until('the answer of the next cell', () => second.executionSummary?.success === true);
  });

  it('says what to do where no case is open', async () => {
    await vscode.commands.executeCommand('azimuth.closeCase');
    notebook = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.execute', undefined, notebook.uri);
    await until('the refusal', () => notebook.cellAt(1).executionSummary?.success === false);
    assert.equal(outputOf(notebook.cellAt(1)).mime, 'application/vnd.azimuth.failure+json');
    assert.match(String(outputOf(notebook.cellAt(1)).content['message']), /No case is open/);
  });
});
