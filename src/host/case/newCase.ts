import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { abortSignalOf } from '../cancellation.ts';
import { folderName } from '../folderName.ts';
import type { CaseGateway } from './gateway.ts';
import { type OpenCase, requireTrust } from './openCase.ts';
import type { RecentCases } from './recentCases.ts';

export interface CaseFolders {
  readonly openCase: OpenCase;
  readonly gateway: CaseGateway;
  readonly recent: RecentCases;
  /** Where the sample investigation is put. */
  readonly storage: vscode.Uri;
}

/** Asks for a title and a place, makes the folder a case and opens it. */
export async function newCase({ openCase, gateway, recent }: CaseFolders): Promise<void> {
  requireTrust();
  const title = await vscode.window.showInputBox({
    title: 'New Case',
    prompt: 'What is it about? The folder is named after it.',
    placeHolder: 'Suspicious consent to an application',
    validateInput: (text) => (folderName(text) === '' ? 'Needs a letter or a digit' : undefined),
  });
  if (title === undefined) return;
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'New Case: where to put its folder',
      openLabel: 'Make Case Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return;
  const folder = vscode.Uri.joinPath(parent, folderName(title));
  await gateway.create(folder.fsPath, title.trim());
  await recent.add(folder);
  await openCase.open(folder);
}

/** Opens the sample investigation, making it the first time; a half-made one is made anew. */
export async function openSample({ openCase, gateway, recent, storage }: CaseFolders): Promise<void> {
  requireTrust();
  const folder = vscode.Uri.joinPath(storage, 'sample-investigation');
  if (!(await exists(vscode.Uri.joinPath(folder, 'case.yaml')))) {
    const unfinished = vscode.Uri.joinPath(storage, `sample-${Date.now()}`);
    await vscode.workspace.fs.createDirectory(storage);
    try {
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: 'Making the sample investigation',
          cancellable: true,
        },
        (progress, token) =>
          gateway.createSample(
            unfinished.fsPath,
            (step) => progress.report({ message: step }),
            abortSignalOf(token),
          ),
      );
      await vscode.workspace.fs.rename(unfinished, folder);
    } catch (error) {
      if (await exists(unfinished)) await vscode.workspace.fs.delete(unfinished, { recursive: true });
      throw error;
    }
  }
  await recent.add(folder);
  await openCase.open(folder);
  await vscode.commands.executeCommand('azimuth.case.focus');
}

/**
 * Opens a case folder. One of this workspace, or one that Azimuth made on this machine, opens in this window; a
 * stranger's opens as a workspace, so that VS Code asks whether it is trusted.
 */
export async function openCaseFolder(
  { openCase, recent }: CaseFolders,
  wanted: vscode.Uri | undefined,
): Promise<void> {
  const folder = wanted ?? (await chooseFolder(recent));
  if (!folder) return;
  if (!(await exists(vscode.Uri.joinPath(folder, 'case.yaml'))))
    throw new AzimuthError('host.not-a-case', `${folder.fsPath} has no case.yaml, so it is not a case.`, {
      unharmed: 'nothing was changed',
      next: ['Choose another folder, or make a new case and import the logs into it.'],
    });
  if (vscode.workspace.getWorkspaceFolder(folder) || recent.isOurs(folder)) {
    await recent.add(folder);
    await openCase.open(folder);
  } else await vscode.commands.executeCommand('vscode.openFolder', folder, { forceReuseWindow: false });
}

async function chooseFolder(recent: RecentCases): Promise<vscode.Uri | undefined> {
  const known = recent.list().map((folder) => ({
    label: `$(briefcase) ${folder.path.split('/').at(-1) ?? ''}`,
    description: folder.fsPath,
    folder,
  }));
  const inWorkspace = await vscode.workspace.findFiles('**/case.yaml', '**/{node_modules,derived}/**', 20);
  const found = inWorkspace
    .map((file) => vscode.Uri.joinPath(file, '..'))
    .filter((folder) => !known.some((each) => each.folder.fsPath === folder.fsPath))
    .map((folder) => ({
      label: `$(folder) ${vscode.workspace.asRelativePath(folder)}`,
      description: 'in this workspace',
      folder,
    }));
  const browse = { label: '$(folder-opened) Browse...', description: '', folder: undefined };
  const items: readonly (vscode.QuickPickItem & { readonly folder: vscode.Uri | undefined })[] = [
    ...found,
    ...known,
    browse,
  ];
  const choice =
    items.length === 1 ? browse : await vscode.window.showQuickPick(items, { title: 'Open Case Folder' });
  if (!choice || choice.folder) return choice?.folder;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Open Case Folder',
      openLabel: 'Open Case',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return folder;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
