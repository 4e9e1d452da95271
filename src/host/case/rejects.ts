import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { formatBytes } from '../time.ts';
import type { OpenCase } from './openCase.ts';

/** Opens a file of rejected rows; asks which where there are several. */
export async function showRejects(openCase: OpenCase): Promise<void> {
  await openCase.session();
  const { folder } = openCase;
  if (!folder) return;
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, 'rejects/**/*'),
    null,
    500,
  );
  if (files.length === 0)
    throw new AzimuthError('host.no-rejects', 'No row of this case was rejected.', {
      unharmed: 'every row is in a table',
    });
  const items = await Promise.all(
    files.map(async (file) => ({
      label: file.path.split('/').at(-1) ?? '',
      description: formatBytes((await vscode.workspace.fs.stat(file)).size),
      file,
    })),
  );
  const choice =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { title: 'Rejected rows, by import' });
  if (choice) await vscode.commands.executeCommand('vscode.open', choice.file);
}
