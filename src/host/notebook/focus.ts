import * as vscode from 'vscode';
import { activeQueryFile, type FileConnections } from '../results/fileConnections.ts';
import type { CellSettings } from './cellSettings.ts';
import { cellQuestion } from './cellQuestion.ts';
import { NOTEBOOK_TYPE } from './serializer.ts';

/** What the cell or the query file in front asks: connection and time range. */
export class NotebookFocus implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private readonly files: FileConnections;
  private current: CellSettings | undefined;
  readonly onDidChange = this.changed.event;

  /** `files`: the choices for query files. */
  constructor(files: FileConnections) {
    this.files = files;
    const look = () => void this.look();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeActiveNotebookEditor(look),
      vscode.window.onDidChangeNotebookEditorSelection(look),
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.workspace.onDidChangeNotebookDocument(look),
    );
  }

  /** Undefined where no KQL is in front. */
  get settings(): CellSettings | undefined {
    return this.current;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Looks again, after something was chosen. */
  async look(): Promise<void> {
    const editor = vscode.window.activeNotebookEditor;
    const notebook = editor?.notebook.notebookType === NOTEBOOK_TYPE ? editor.notebook : undefined;
    const at = editor?.selections[0]?.start ?? 0;
    const before = JSON.stringify(this.current);
    const file = notebook ? undefined : activeQueryFile();
    // Wrong options or front matter are said where they are; here is nothing to show then.
    this.current =
      notebook && at < notebook.cellCount
        ? await cellQuestion(notebook.cellAt(at)).then(
            ({ settings }) => settings,
            () => undefined,
          )
        : file && { connection: this.files.of(file), timespan: undefined };
    if (JSON.stringify(this.current) !== before) this.changed.fire();
  }
}
