import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeCase, until, writeFile } from './support/cases.ts';

const RULE = `id: 3f1c4c8e-5a0f-4c52-9c35-0a3f0f4f7a11
name: Refused sign-ins
description: More refused sign-ins of one account than a slip explains.
kind: Scheduled
severity: Hihg
requiredDataConnectors: []
query: |
  SigninLogs
  | where ResultTyp == "50126"
  | summarize Failures = count() by UserPrincipalName
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics:
  - CredentialAccess
relevantTechniques:
  - T1110
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: 
version: 1.0.0
`;

const codesOf = (uri: vscode.Uri): readonly string[] =>
  vscode.languages.getDiagnostics(uri).map(({ source, code }) => `${source ?? ''} ${String(code)}`);

describe('the editor knows rules', function () {
  this.timeout(120_000);
  let folder: vscode.Uri;
  let uri: vscode.Uri;
  let document: vscode.TextDocument;

  const actionsAt = async (text: string): Promise<vscode.CodeAction[]> => {
    const at = document.positionAt(document.getText().indexOf(text) + 1);
    return vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new vscode.Range(at, at),
    );
  };

  before(async () => {
    folder = makeCase('rule-case');
    uri = writeFile(folder, 'detections/refused.yaml', RULE);
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('marks mistakes, each once', async () => {
    await until('the marks', () => codesOf(uri).includes('azimuth column-unknown'), 60_000);
    assert.deepEqual(
      codesOf(uri).filter((code) => !code.includes('field-form') && !code.includes('field-missing')),
      ['azimuth field-word', 'azimuth column-unknown'],
    );
  });

  it('mends them with quick fixes', async () => {
    for (const [place, title] of [
      ['Hihg', 'Change to High'],
      ['ResultTyp', 'Change to ResultType'],
    ] as const) {
      const action = (await actionsAt(place)).find((each) => each.title === title);
      assert.ok(action?.edit, `there is no fix "${title}"`);
      await vscode.workspace.applyEdit(action.edit);
      await until(`${place} to be gone`, () => !codesOf(uri).some((code) => / (field-word)/.test(code)));
      await until('the lint of the mended text', () => !document.getText().includes(`${place} `));
    }
    await until('the marks to go', () => !codesOf(uri).includes('azimuth column-unknown'));
  });

  it('completes and marks the tests of a rule', async () => {
    const text = `tests:
  - name: refused
    events:
      - { $table: SigninLogs, ResultTyp: "50126" }
    expect:
      rows: [{ }]
`;
    const tests = writeFile(folder, 'detections/refused.test.yaml', text);
    const opened = await vscode.workspace.openTextDocument(tests);
    await vscode.window.showTextDocument(opened);
    await until('the mark', () => codesOf(tests).includes('azimuth column-unknown'), 60_000);
    const labelsAt = async (place: string): Promise<string> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        tests,
        opened.positionAt(text.indexOf(place) + place.length),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label)).join(' ');
    };
    assert.match(await labelsAt('      - { '), /\$like.* UserPrincipalName/);
    assert.match(await labelsAt('rows: [{ '), /Failures/);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      tests,
      opened.positionAt(text.indexOf('expect') + 2),
    );
    assert.equal(hovers.length, 1);
  });

  it('completes the columns of the answer, and says what a field means', async () => {
    const end = document.positionAt(document.getText().indexOf('columnName: ') + 'columnName: '.length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      end,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('Failures') && labels.includes('UserPrincipalName'), labels.join(' '));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      document.positionAt(document.getText().indexOf('queryPeriod') + 3),
    );
    const said = hovers.flatMap(({ contents }) =>
      contents.map((each) => (each instanceof vscode.MarkdownString ? each.value : '')),
    );
    assert.ok(
      said.some((text) => text.includes('looks')),
      said.join('\n'),
    );
  });
});
