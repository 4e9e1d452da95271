import * as vscode from 'vscode';
import { NOTEBOOK_TYPE } from '../host/notebook/serializer.ts';
import type { App } from './app.ts';

/**
 * Opens the case that the workspace is, or that lies directly in one of its folders, once the workspace is
 * trusted; two or more are left to choose from. Claims notebooks for our controller.
 */
export function openByItself(app: App): vscode.Disposable {
  const { openCase, recent, controller, report } = { ...app, ...app.folders };
  const open = async () => {
    if (!vscode.workspace.isTrusted || openCase.state.kind !== 'none') return;
    const folder = await caseOfWorkspace();
    if (!folder) return;
    await recent.add(folder);
    await openCase.open(folder);
  };
  open().catch(report);
  for (const notebook of vscode.workspace.notebookDocuments) controller.claim(notebook);
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(() => void open().catch(report)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void open().catch(report)),
    vscode.workspace.onDidOpenNotebookDocument((notebook) => {
      if (notebook.notebookType === NOTEBOOK_TYPE) controller.claim(notebook);
    }),
  );
}

async function caseOfWorkspace(): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  const found = (
    await Promise.all(folders.map(async (folder) => ((await isCase(folder)) ? folder : undefined)))
  ).filter((folder) => folder !== undefined);
  return found.length === 1 ? found[0] : undefined;
}

async function isCase(folder: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, 'case.yaml'));
    return true;
  } catch {
    return false;
  }
}
