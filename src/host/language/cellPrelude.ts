import type * as vscode from 'vscode';
import { readFrontMatter } from '../notebook/frontMatter.ts';
import { namedCellsAbove } from '../notebook/namedCells.ts';
import { notebookParameters } from '../notebook/parameters.ts';
import { cellQuery } from '../notebook/prelude.ts';

/** All that a cell could use of its notebook, as the statements that are put before it when it does. */
export async function preludeOf(cell: vscode.NotebookCell): Promise<string> {
  const above = namedCellsAbove(cell);
  const parameters = notebookParameters(await readFrontMatter(cell.notebook));
  const names = [...above, ...parameters].map(({ name }) => name).join(' ');
  const { text, offset } = cellQuery(names, above, parameters);
  return text.slice(0, offset);
}
