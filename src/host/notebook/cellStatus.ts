import * as vscode from 'vscode';
import { CASE_CONNECTION } from '../connections.ts';
import { commandOf } from '../commands.ts';
import { parseCellOptions } from './cellOptions.ts';
import { shownAnswer } from './cellOutput.ts';
import { cellQuestion } from './cellQuestion.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import { infoOf, NOTEBOOK_TYPE } from './serializer.ts';

/** How long changes of a notebook are gathered before its cells are asked anew, in milliseconds: restored answers come one by one. */
const REST = 50;

/** Under each cell: its name, where its question goes and about which time, and whether its answer is still one to it. */
export class CellStatus implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  readonly onDidChangeCellStatusBarItems = this.changed.event;

  private readonly range: TimeRangeChoice;
  private resting: NodeJS.Timeout | undefined;

  constructor(range: TimeRangeChoice) {
    this.range = range;
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      range.onDidChange(() => this.changed.fire()),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
      // A change in one cell can make the answers below it stale.
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
        if (notebook.notebookType === NOTEBOOK_TYPE) this.resting ??= setTimeout(() => this.rested(), REST);
      }),
    );
  }

  async provideCellStatusBarItems(cell: vscode.NotebookCell): Promise<vscode.NotebookCellStatusBarItem[]> {
    if (cell.kind !== vscode.NotebookCellKind.Code) return [];
    const items: vscode.NotebookCellStatusBarItem[] = [];
    const add = (text: string, tooltip: string, command?: vscode.Command): void => {
      const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
      item.tooltip = tooltip;
      if (command) item.command = command;
      items.push(item);
    };
    try {
      const { name } = parseCellOptions(infoOf(cell.metadata));
      const { settings, origin } = await cellQuestion(cell);
      if (name !== undefined)
        add(`$(symbol-variable) ${name}`, 'Cells below can use the answer of this one by this name');
      const isRemote = settings.connection !== CASE_CONNECTION;
      add(
        isRemote ? `$(plug) ${plain(settings.connection)}` : '$(database) logs of the case',
        'The connection that is asked. Select to change it.',
        commandOf('azimuth.setConnection', 'Set Connection...', cell),
      );
      add(
        `$(calendar) ${plain(this.range.labelOf(settings.timespan ?? this.range.range))}`,
        settings.timespan === undefined
          ? 'The time range of this workspace. Select to choose another for this cell.'
          : 'The time range of this cell or its notebook. Select to change it.',
        commandOf('azimuth.setTimeRange', 'Set Time Range...', cell),
      );
      const shown = shownAnswer(cell);
      if (shown && shown.origin !== origin)
        add(
          '$(history) stale',
          'The answer below is one to what the cell, or a cell above that it uses, asked before. Run it again.',
        );
      if (shown && shown.completeness !== 'complete')
        add(`$(warning) ${plain(shown.completeness)}`, shown.reason);
    } catch (error) {
      add('$(error) options', error instanceof Error ? error.message : String(error));
    }
    return items;
  }

  private rested(): void {
    this.resting = undefined;
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.subscriptions.dispose();
  }
}

/** Text of a file as text of a status bar, where `$(name)` would be an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '$ (').slice(0, 60);
}
