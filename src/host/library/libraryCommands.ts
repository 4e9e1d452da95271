import * as vscode from 'vscode';
import type { OpenCase } from '../case/openCase.ts';
import { addCells } from '../notebook/notebooks.ts';
import type { LibraryNode } from '../views/libraryTree.ts';
import { readLibrary } from './library.ts';
import type { LibraryQuery } from '../../hunting/libraryQuery.ts';
import { kql } from './huntReport.ts';

/** The query of a tree row, or one that is chosen from all. */
export async function pickQuery(node: LibraryNode | undefined): Promise<LibraryQuery | undefined> {
  if (node?.query) return node.query;
  const items = (await readLibrary()).map((query) => ({
    label: query.title,
    description: query.tables.join(', '),
    detail: query.question,
    query,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Library',
    placeHolder: 'Choose a query',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.query;
}

export async function openQuery(query: LibraryQuery): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'kql', content: `${query.text}\n` });
  await vscode.window.showTextDocument(document, { preview: true });
}

export function insertQuery(openCase: OpenCase, query: LibraryQuery, run: boolean): Promise<void> {
  return addCells(openCase, query.title, [kql(query)], run);
}
