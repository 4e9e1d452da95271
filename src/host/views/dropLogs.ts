import * as vscode from 'vscode';
import { runCommand } from '../commands.ts';
import type { CaseNode } from './caseTree.ts';

/**
 * Files and folders dropped anywhere on the Case view are imported. A browser hands over contents without a path:
 * those are first written below `scratch`, under their own names.
 */
export function dropLogs(scratch: vscode.Uri): vscode.TreeDragAndDropController<CaseNode> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: ['text/uri-list', 'files'],
    async handleDrop(_target, data) {
      const paths = (await listedUris(data)) ?? (await droppedFiles(data, scratch));
      if (paths.length > 0) await runCommand('azimuth.importLogs', paths);
    },
  };
}

async function listedUris(data: vscode.DataTransfer): Promise<readonly vscode.Uri[] | undefined> {
  const list = await data.get('text/uri-list')?.asString();
  const uris = (list ?? '')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line))
    .filter((uri) => uri.scheme === 'file' || uri.scheme === 'vscode-remote')
    .map((uri) => (uri.scheme === 'file' ? uri : vscode.Uri.file(uri.path)));
  return uris.length > 0 ? uris : undefined;
}

async function droppedFiles(data: vscode.DataTransfer, scratch: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const uris: vscode.Uri[] = [];
  const folder = vscode.Uri.joinPath(scratch, `dropped-${Date.now()}`);
  for (const [, item] of data) {
    const file = item.asFile();
    if (!file) continue;
    if (file.uri?.scheme === 'file') uris.push(file.uri);
    else {
      const target = vscode.Uri.joinPath(folder, plainName(file.name, uris.length));
      await vscode.workspace.fs.writeFile(target, await file.data());
      uris.push(target);
    }
  }
  return uris;
}

/** A dropped name as one path segment that is legal everywhere. */
function plainName(name: string, index: number): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const legal = last.replace(/[<>:"|?*\u0000-\u001f]/g, '_').replace(/^\.+|[. ]+$/g, '');
  return legal === '' ? `file-${index + 1}` : legal;
}
