import * as vscode from 'vscode';
import { type CellOptions, parseCellOptions } from './cellOptions.ts';
import type { NamedCell } from './prelude.ts';
import { infoOf } from './serializer.ts';

/** A code cell that has a name. */
export interface Named extends NamedCell {
  readonly options: CellOptions;
  readonly cell: vscode.NotebookCell;
}

interface Known {
  readonly version: number;
  readonly named: readonly Named[];
  readonly places: ReadonlyMap<vscode.NotebookCell, number>;
}

/** Of each notebook as of a version: each of its cells asks for those above it, and to read all options for each is slow. */
const known = new WeakMap<vscode.NotebookDocument, Known>();

/** Cells above that have a name; a bad name of one of those is its own error, not this cell's. */
export function namedCellsAbove(cell: vscode.NotebookCell): readonly Named[] {
  const { named, places } = cellsOf(cell.notebook);
  const place = places.get(cell) ?? 0;
  const end = named.findIndex((each) => (places.get(each.cell) ?? 0) >= place);
  return end < 0 ? named : named.slice(0, end);
}

function cellsOf(notebook: vscode.NotebookDocument): Known {
  const before = known.get(notebook);
  if (before?.version === notebook.version) return before;
  const cells = notebook.getCells();
  const now: Known = {
    version: notebook.version,
    named: cells.flatMap((cell) => {
      const options = cell.kind === vscode.NotebookCellKind.Code ? optionsOrNone(infoOf(cell.metadata)) : {};
      return options.name === undefined ? [] : [new NamedCodeCell(options.name, options, cell)];
    }),
    places: new Map(cells.map((cell, index) => [cell, index])),
  };
  known.set(notebook, now);
  return now;
}

class NamedCodeCell implements Named {
  readonly name: string;
  readonly options: CellOptions;
  readonly cell: vscode.NotebookCell;

  constructor(name: string, options: CellOptions, cell: vscode.NotebookCell) {
    this.name = name;
    this.options = options;
    this.cell = cell;
  }

  /** Read when it is used: most cells use few of those above. */
  get text(): string {
    return this.cell.document.getText();
  }
}

export function optionsOrNone(info: string): CellOptions {
  try {
    return parseCellOptions(info);
  } catch {
    return {};
  }
}
