import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { addCells, createNotebook } from '../notebook/notebooks.ts';
import type { LibraryNode } from '../views/libraryTree.ts';
import { readLibrary } from './library.ts';
import type { LibraryQuery } from './libraryQuery.ts';
import { kql, sweep, sweepCells } from './sweep.ts';

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

/** Runs every query of the library that the case has tables for, and tells the hits as a notebook. */
export async function huntSweep(openCase: OpenCase): Promise<void> {
  const session = await openCase.session();
  const queries = await readLibrary();
  if ((await session.schema()).tables.length === 0)
    throw new AzimuthError('host.no-logs', 'The case has no logs to sweep.', {
      next: ['Import logs first.'],
    });
  const results = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Hunt sweep', cancellable: true },
    (progress, token) =>
      sweep(
        session,
        queries,
        (query, done) =>
          progress.report({
            message: `${done + 1} of ${queries.length}: ${query.title}`,
            increment: done === 0 ? 0 : 100 / queries.length,
          }),
        abortSignalOf(token),
      ),
  );
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  await createNotebook(openCase, `Hunt sweep ${when}`, sweepCells(results, `${when} UTC`));
}
