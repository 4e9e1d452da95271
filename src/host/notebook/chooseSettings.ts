import * as vscode from 'vscode';
import type { Connections } from '../../domain/connection.ts';
import { CASE_CONNECTION } from '../connections.ts';
import { activeQueryFile, type FileConnections } from '../results/fileConnections.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import { type NotebookSettings, notebookSettings } from './cellSettings.ts';
import { withFrontMatter, withOption } from './editText.ts';
import { readFrontMatter } from './frontMatter.ts';
import { infoOf, NOTEBOOK_TYPE } from './serializer.ts';

type Place = 'workspace' | 'notebook' | 'cell';

/** Asks which connection a cell or a notebook asks, and writes it into the file; for a query file it is remembered. */
export async function chooseConnection(
  connections: Connections,
  files: FileConnections,
  given?: vscode.NotebookCell,
): Promise<void> {
  const items = (await connections.list()).map(({ name, kind, label }) => ({
    label: name,
    description: label,
    detail: kind,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Connection',
    placeHolder: 'Which logs are asked?',
    matchOnDescription: true,
  });
  const file = given || vscode.window.activeNotebookEditor ? undefined : activeQueryFile();
  if (chosen && file) return files.set(file, chosen.label);
  const place = chosen && (await choosePlace(given, ['notebook', 'cell']));
  if (!place) return;
  const { connection = CASE_CONNECTION } = await above(place);
  const isUsual = chosen.label === CASE_CONNECTION && connection === CASE_CONNECTION;
  await write(place, 'connection', isUsual ? undefined : chosen.label);
}

/** Asks for a time range and where it is to hold; only what is chosen for a notebook or a cell is in the file. */
export async function chooseTimeRange(range: TimeRangeChoice, given?: vscode.NotebookCell): Promise<void> {
  const chosen = await range.ask();
  const place =
    chosen === undefined ? undefined : await choosePlace(given, ['workspace', 'notebook', 'cell']);
  if (!place || chosen === undefined) return;
  if (place.kind === 'workspace') await range.set(chosen);
  else {
    const { timespan = range.range } = await above(place);
    // "All times" has to be written only where it is something else than what holds without it.
    await write(place, 'timespan', chosen === '' && timespan === '' ? undefined : chosen);
  }
}

/** What holds for a cell without options of its own; nothing stands above a notebook. */
async function above({ kind, notebook }: Chosen): Promise<NotebookSettings> {
  return kind === 'cell' && notebook ? notebookSettings(await readFrontMatter(notebook)) : {};
}

interface Chosen {
  readonly kind: Place;
  readonly notebook: vscode.NotebookDocument | undefined;
  readonly cell: vscode.NotebookCell | undefined;
}

async function choosePlace(
  given: vscode.NotebookCell | undefined,
  kinds: readonly Place[],
): Promise<Chosen | undefined> {
  if (given) return { kind: 'cell', notebook: given.notebook, cell: given };
  const editor = vscode.window.activeNotebookEditor;
  const notebook = editor?.notebook.notebookType === NOTEBOOK_TYPE ? editor.notebook : undefined;
  const at = editor?.selections[0]?.start;
  const cell = notebook && at !== undefined && at < notebook.cellCount ? notebook.cellAt(at) : undefined;
  const isCode = cell?.kind === vscode.NotebookCellKind.Code;
  const labels: Readonly<Record<Place, string>> = {
    workspace: 'For this workspace',
    notebook: 'For this notebook',
    cell: 'For this cell',
  };
  const possible = kinds.filter(
    (kind) => kind === 'workspace' || (notebook && (kind === 'notebook' || isCode)),
  );
  if (possible.length === 0) {
    void vscode.window.showInformationMessage('Open a KQL notebook or a query file to choose what it asks.');
    return undefined;
  }
  const items = possible.map((kind) => ({ label: labels[kind], place: kind }));
  const chosen =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { title: 'Where is it to hold?' });
  return chosen && { kind: chosen.place, notebook, cell };
}

async function write(
  { kind, notebook, cell }: Chosen,
  key: string,
  value: string | undefined,
): Promise<void> {
  if (!notebook) return;
  const { metadata } = notebook;
  const head: unknown = metadata['head'];
  const eol = metadata['eol'] === '\r\n' ? '\r\n' : '\n';
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [
    kind === 'cell' && cell
      ? vscode.NotebookEdit.updateCellMetadata(cell.index, {
          ...cell.metadata,
          info: withOption(infoOf(cell.metadata), key, value),
        })
      : vscode.NotebookEdit.updateNotebookMetadata({
          ...metadata,
          head: withFrontMatter(typeof head === 'string' ? head : '', key, value, eol),
        }),
  ]);
  await vscode.workspace.applyEdit(edit);
}
