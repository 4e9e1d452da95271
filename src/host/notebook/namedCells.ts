import * as vscode from 'vscode';
import type { NamedCell } from './prelude.ts';
import { infoOf } from './serializer.ts';

/** Cells above that have a name; a bad name of one of those is its own error, not this cell's. */
export function namedCellsAbove(cell: vscode.NotebookCell): readonly NamedCell[] {
  return cell.notebook
    .getCells(new vscode.NotebookRange(0, cell.index))
    .filter((each) => each.kind === vscode.NotebookCellKind.Code)
    .flatMap((each) => {
      const name = /(?:^|\s)name=([A-Za-z_][A-Za-z0-9_]*)(?:\s|$)/.exec(infoOf(each.metadata))?.[1];
      return name === undefined ? [] : [{ name, text: each.document.getText() }];
    });
}
