import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A new, empty case in a folder of the workspace, made by the command line's own program. */
export function makeCase(name: string): vscode.Uri {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (!workspace) throw new Error('the test runner opened no folder');
  const folder = join(workspace.uri.fsPath, name);
  execFileSync(process.execPath, [cli, 'init', folder, '--title', `Case ${name}`], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return vscode.Uri.file(folder);
}

export function writeFile(folder: vscode.Uri, path: string, text: string): vscode.Uri {
  const file = join(folder.fsPath, ...path.split('/'));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return vscode.Uri.file(file);
}

/** Resolves when `ready` says so; the message of the timeout says what was waited for. */
export async function until(what: string, ready: () => boolean, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout;
  while (!ready()) {
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The one output item of a cell, parsed. */
export function outputOf(cell: vscode.NotebookCell): { mime: string; content: Record<string, unknown> } {
  const [item] = cell.outputs[0]?.items ?? [];
  if (!item) throw new Error(`cell ${cell.index} has no output`);
  return {
    mime: item.mime,
    content: JSON.parse(new TextDecoder().decode(item.data)) as Record<string, unknown>,
  };
}

/** Runs all cells as Run All does, and waits until each of them has ended. */
export async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.window.showNotebookDocument(notebook);
  await vscode.commands.executeCommand('notebook.execute', undefined, notebook.uri);
  const code = notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
  await until('every cell to end', () => code.every((cell) => cell.executionSummary?.success !== undefined));
}
