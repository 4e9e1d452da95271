import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { markdownText } from '../../base/markdown.ts';
import type { OpenCase } from '../case/openCase.ts';
import { folderName } from '../folderName.ts';
import { type MarkdownCell, printKqlMarkdown } from './kqlMarkdown.ts';
import { NOTEBOOK_TYPE, toCellData } from './serializer.ts';

const FIRST_CELL: MarkdownCell = { kind: 'kql', text: '', info: '' };

/** Makes a notebook in the case, under a name that is free, and opens it. */
export function createNotebook(
  openCase: OpenCase,
  title: string,
  cells: readonly MarkdownCell[],
): Promise<vscode.NotebookEditor> {
  const heading: MarkdownCell = { kind: 'markdown', text: `# ${markdownText(title)}`, info: '' };
  const all = cells[0]?.kind === 'markdown' ? cells : [heading, ...(cells.length > 0 ? cells : [FIRST_CELL])];
  return createNotebookOf(openCase, title, printKqlMarkdown({ head: '', eol: '\n', cells: all }));
}

/** The same, with the whole text of the file. */
export async function createNotebookOf(
  openCase: OpenCase,
  title: string,
  text: string,
): Promise<vscode.NotebookEditor> {
  await openCase.session();
  const { folder } = openCase;
  if (!folder) throw new AzimuthError('host.no-case', 'No case is open.');
  const uri = await freeName(vscode.Uri.joinPath(folder, 'notebooks'), folderName(title) || 'notebook');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const editor = await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
  await openCase.refresh();
  return editor;
}

/** Asks for a title and makes an empty notebook. */
export async function newNotebook(openCase: OpenCase): Promise<void> {
  await openCase.session();
  const title = await vscode.window.showInputBox({
    title: 'New Notebook',
    prompt: 'What does it ask?',
    value: 'Questions',
    validateInput: (text) => (folderName(text) === '' ? 'Needs a letter or a digit' : undefined),
  });
  if (title !== undefined) await createNotebook(openCase, title.trim(), []);
}

/** Opens a notebook of the case: the only one, the chosen one, or a new one where there is none. */
export async function openNotebook(openCase: OpenCase): Promise<void> {
  await openCase.session();
  const { folder, summary } = openCase;
  const paths = summary?.notebooks ?? [];
  if (!folder || paths.length === 0) return newNotebook(openCase);
  const path =
    paths.length === 1
      ? paths[0]
      : await vscode.window.showQuickPick(paths, { title: 'Open Notebook', placeHolder: 'Which notebook?' });
  if (path === undefined) return;
  await vscode.commands.executeCommand('vscode.openWith', notebookUri(folder, path), NOTEBOOK_TYPE);
}

/** Opens any Markdown as a notebook, whose cells are its blocks of `kql` or `kusto`: the file given, else the one in front. */
export async function openAsNotebook(file: vscode.Uri | undefined): Promise<void> {
  const uri = file instanceof vscode.Uri ? file : vscode.window.activeTextEditor?.document.uri;
  if (!uri?.path.toLowerCase().endsWith('.md'))
    throw new AzimuthError('host.no-markdown', 'No Markdown file is open.', {
      next: ['Open the Markdown with the queries, or choose it in the Explorer.'],
    });
  await vscode.commands.executeCommand('vscode.openWith', uri, NOTEBOOK_TYPE);
}

/** `path` is relative to the case's folder, with forward slashes. */
export function notebookUri(folder: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}

/** Puts cells at the end of the notebook in front, or into a new one called `title`; runs them if asked to. */
export async function addCells(
  openCase: OpenCase,
  title: string,
  cells: readonly MarkdownCell[],
  run: boolean,
): Promise<void> {
  const active = vscode.window.activeNotebookEditor;
  const shown = active?.notebook.notebookType === NOTEBOOK_TYPE ? active : undefined;
  const editor = shown ?? (await createNotebook(openCase, title, cells));
  const { notebook } = editor;
  const start = shown ? notebook.cellCount : notebook.cellCount - cells.length;
  if (shown) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(start, cells.map(toCellData))]);
    if (!(await vscode.workspace.applyEdit(edit)))
      throw new AzimuthError('host.no-edit', 'The notebook could not be changed.', {
        unharmed: 'it is as it was',
      });
  }
  const range = new vscode.NotebookRange(start, start + cells.length);
  editor.selections = [range];
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  if (run)
    await vscode.commands.executeCommand('notebook.cell.execute', {
      ranges: [{ start: range.start, end: range.end }],
      document: notebook.uri,
    });
}

async function freeName(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.createDirectory(folder);
  const taken = new Set(
    (await vscode.workspace.fs.readDirectory(folder)).map(([each]) => each.toLowerCase()),
  );
  for (let n = 1; ; n++) {
    const file = `${name}${n === 1 ? '' : `-${n}`}.kql.md`;
    if (!taken.has(file)) return vscode.Uri.joinPath(folder, file);
  }
}
