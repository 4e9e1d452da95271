import * as vscode from 'vscode';
import type { ContextNotice } from '../../language-server/protocol.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { cellSettings } from '../notebook/cellSettings.ts';
import { readFrontMatter } from '../notebook/frontMatter.ts';
import { namedCellsAbove, optionsOrNone } from '../notebook/namedCells.ts';
import { type NotebookParameter, notebookParameters } from '../notebook/parameters.ts';
import { cellQuery } from '../notebook/prelude.ts';
import { infoOf } from '../notebook/serializer.ts';

/**
 * What each cell of a notebook is run with: its connection, and what it uses of its notebook. The cell that is written in
 * gets all that it could use, for completion; all of it for every cell would be the whole notebook again and again.
 */
export async function contextsOf(notebook: vscode.NotebookDocument): Promise<readonly ContextNotice[]> {
  const frontMatter = await readFrontMatter(notebook);
  const parameters = notebookParameters(frontMatter).map(withValue);
  const written = vscode.window.activeTextEditor?.document;
  return notebook
    .getCells()
    .filter(({ kind }) => kind === vscode.NotebookCellKind.Code)
    .map((cell) => {
      const above = namedCellsAbove(cell);
      const isWritten = written === cell.document;
      const every = isWritten ? [...above, ...parameters].map(({ name }) => name).join(' ') : '';
      const { text, offset } = cellQuery(`${every}\n${cell.document.getText()}`, above, parameters);
      return {
        uri: cell.document.uri.toString(),
        connection: cellSettings(optionsOrNone(infoOf(cell.metadata)), frontMatter).connection,
        prelude: text.slice(0, offset),
      };
    });
}

/** One that is asked for at the first run has its type until then. */
function withValue(parameter: NotebookParameter): NotebookParameter {
  return parameter.literal === undefined ? { ...parameter, literal: unknownOf(parameter.type) } : parameter;
}

function unknownOf(type: KustoType): string {
  return type === 'string' ? '""' : `${type}(null)`;
}
