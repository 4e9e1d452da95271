import type * as vscode from 'vscode';
import type { ContextNotice } from '../../language-server/protocol.ts';
import { namedCellsAbove, optionsOrNone } from '../notebook/cellQuestion.ts';
import { cellSettings } from '../notebook/cellSettings.ts';
import { readFrontMatter } from '../notebook/frontMatter.ts';
import { notebookParameters } from '../notebook/parameters.ts';
import { cellQuery } from '../notebook/prelude.ts';
import { infoOf } from '../notebook/serializer.ts';

/** What a cell is run with: its connection, and all that it could use of its notebook. */
export async function contextOf(cell: vscode.NotebookCell): Promise<ContextNotice> {
  const frontMatter = await readFrontMatter(cell.notebook);
  const above = namedCellsAbove(cell);
  const parameters = notebookParameters(frontMatter);
  const names = [...above, ...parameters].map(({ name }) => name).join(' ');
  const { text, offset } = cellQuery(names, above, parameters);
  return {
    uri: cell.document.uri.toString(),
    connection: cellSettings(optionsOrNone(infoOf(cell.metadata)), frontMatter).connection,
    prelude: text.slice(0, offset),
  };
}
