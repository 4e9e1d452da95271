import * as vscode from 'vscode';
import type { CellSettings } from './cellSettings.ts';
import { cellQuestion } from './cellQuestion.ts';
import { NOTEBOOK_TYPE } from './serializer.ts';

/** What the cell in front asks: connection and time range. */
export class NotebookFocus implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private current: CellSettings | undefined;
  readonly onDidChange = this.changed.event;

  constructor() {
    const look = () => void this.look();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeActiveNotebookEditor(look),
      vscode.window.onDidChangeNotebookEditorSelection(look),
      vscode.workspace.onDidChangeNotebookDocument(look),
    );
  }

  /** Undefined where no KQL notebook is in front. */
  get settings(): CellSettings | undefined {
    return this.current;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async look(): Promise<void> {
    const editor = vscode.window.activeNotebookEditor;
    const notebook = editor?.notebook.notebookType === NOTEBOOK_TYPE ? editor.notebook : undefined;
    const at = editor?.selections[0]?.start ?? 0;
    const before = JSON.stringify(this.current);
    // Wrong options or front matter are said where they are; here is nothing to show then.
    this.current =
      notebook && at < notebook.cellCount
        ? await cellQuestion(notebook.cellAt(at)).then(
            ({ settings }) => settings,
            () => undefined,
          )
        : undefined;
    if (JSON.stringify(this.current) !== before) this.changed.fire();
  }
}
