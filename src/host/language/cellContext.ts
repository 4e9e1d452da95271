import * as vscode from 'vscode';
import type { ContextNotice } from '../../language-server/protocol.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { namedCellsAbove, optionsOrNone } from '../notebook/cellQuestion.ts';
import { cellSettings } from '../notebook/cellSettings.ts';
import { readFrontMatter } from '../notebook/frontMatter.ts';
import { type NotebookParameter, notebookParameters } from '../notebook/parameters.ts';
import { cellQuery } from '../notebook/prelude.ts';
import { infoOf } from '../notebook/serializer.ts';

/**
 * What a cell is run with: its connection, and what it uses of its notebook. The cell that is written in gets all that it
 * could use, for completion; all of it for every cell would be the whole notebook again and again.
 */
export async function contextOf(cell: vscode.NotebookCell): Promise<ContextNotice> {
  const frontMatter = await readFrontMatter(cell.notebook);
  const above = namedCellsAbove(cell);
  const parameters = notebookParameters(frontMatter).map(withValue);
  const own = cell.document.getText();
  const isWritten = vscode.window.activeTextEditor?.document === cell.document;
  const every = isWritten ? [...above, ...parameters].map(({ name }) => name).join(' ') : '';
  const { text, offset } = cellQuery(`${every}\n${own}`, above, parameters);
  return {
    uri: cell.document.uri.toString(),
    connection: cellSettings(optionsOrNone(infoOf(cell.metadata)), frontMatter).connection,
    prelude: text.slice(0, offset),
  };
}

/** One that is asked for at the first run has its type until then. */
function withValue(parameter: NotebookParameter): NotebookParameter {
  return parameter.literal === undefined ? { ...parameter, literal: unknownOf(parameter.type) } : parameter;
}

function unknownOf(type: KustoType): string {
  return type === 'string' ? '""' : `${type}(null)`;
}
