import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeCase, until, writeFile } from './support/cases.ts';

interface VerifyReport {
  readonly findings: readonly { readonly file: string; readonly line?: number }[];
}

describe('a case', () => {
  let folder: vscode.Uri;

  before(async () => {
    folder = makeCase('verified-case');
    await vscode.commands.executeCommand('azimuth.openCase', folder);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('azimuth.closeCase');
  });

  it('that was just made is whole', async () => {
    const report = await vscode.commands.executeCommand<VerifyReport>('azimuth.verifyCase');
    assert.deepEqual(report.findings, []);
  });

  it('whose journal was changed has a finding at that very line', async () => {
    const journal = readdirSync(join(folder.fsPath, 'journal')).find((name) => name.endsWith('.jsonl'));
    assert.ok(journal);
    const file = join(folder.fsPath, 'journal', journal);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('Case verified-case', 'Case Verified-case'));
    const report = await vscode.commands.executeCommand<VerifyReport>('azimuth.verifyCase');
    assert.equal(report.findings[0]?.file, `journal/${journal}`);
    const line = text.split('\n').findIndex((each) => each.includes('Case verified-case'));
    assert.equal(report.findings[0].line, line + 1);
    const diagnostics = vscode.languages.getDiagnostics(vscode.Uri.file(file));
    assert.equal(diagnostics[0]?.range.start.line, line);
    writeFileSync(file, text);
    await vscode.commands.executeCommand('azimuth.verifyCase');
    assert.deepEqual(vscode.languages.getDiagnostics(vscode.Uri.file(file)), []);
  });

  it('opens its timeline in one tab', async () => {
    const timelines = () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter((tab) => tab.input instanceof vscode.TabInputWebview);
    await vscode.commands.executeCommand('azimuth.openTimeline');
    await until('the timeline', () => timelines().length === 1);
    await vscode.commands.executeCommand('azimuth.openTimeline');
    assert.equal(timelines().length, 1);
  });

  it('is not made of a folder that is none', async () => {
    const other = writeFile(folder, '../no-case/readme.txt', 'nothing');
    await vscode.commands.executeCommand('azimuth.openCase', vscode.Uri.joinPath(other, '..'));
    const report = await vscode.commands.executeCommand<VerifyReport | undefined>('azimuth.verifyCase');
    assert.ok(report, 'the case that was open stays open');
  });
});
