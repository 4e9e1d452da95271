import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { rejectsText } from './rejectsText.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { formatBytes } from '../time.ts';
import type { OpenCase } from '../case/openCase.ts';

/** A larger file is opened as it is: VS Code knows how to show a part of it. */
const READABLE_BYTES = 8 << 20;

/** Shows the rejected rows of an import with their reasons; asks of which where there are several. */
export async function showRejects(openCase: OpenCase, documents: RecordDocuments): Promise<void> {
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
    files
      .toSorted((a, b) => b.path.localeCompare(a.path))
      .map(async (file) => {
        const { size } = await vscode.workspace.fs.stat(file);
        return { label: nameOf(file), description: formatBytes(size), size, file };
      }),
  );
  const choice =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { title: 'Rejected rows, by import' });
  if (!choice) return;
  if (choice.size > READABLE_BYTES) await vscode.commands.executeCommand('vscode.open', choice.file);
  else {
    const lines = new TextDecoder().decode(await vscode.workspace.fs.readFile(choice.file));
    const text = rejectsText(`rejects/${nameOf(choice.file)}`, lines);
    await documents.show('Rejected rows.txt', text, vscode.ViewColumn.Active);
  }
}

function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? '';
}
