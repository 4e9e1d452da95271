import * as vscode from 'vscode';
import { parseFromResults, RESULTS_RENDERER, type ToResults } from '../../protocol/results.ts';
import type { Clock } from '../clock.ts';
import { shownAnswer } from '../notebook/cellOutput.ts';
import type { SelectionBus } from '../selection.ts';
import type { ResultsDesk } from './desk.ts';

/** The wire between the results renderer in notebooks and the desk. */
export class NotebookResults implements vscode.Disposable {
  private readonly messaging = vscode.notebooks.createRendererMessaging(RESULTS_RENDERER);
  private readonly subscriptions: vscode.Disposable;

  constructor(desk: ResultsDesk, clock: Clock, selection: SelectionBus, report: (error: unknown) => void) {
    const post = (message: ToResults, editor?: vscode.NotebookEditor) =>
      this.messaging.postMessage(message, editor);
    this.subscriptions = vscode.Disposable.from(
      this.messaging.onDidReceiveMessage(({ editor, message }) => {
        const parsed = parseFromResults(message);
        if (parsed) desk.receive(parsed, (answer) => post(answer, editor)).catch(report);
      }),
      clock.onDidChange((zone) => void post({ type: 'zone', zone })),
      selection.onDidSelect(({ from, events }) => {
        if (from === 'grid' || events.length === 0) return;
        for (const editor of vscode.window.visibleNotebookEditors)
          void post({ type: 'follow', keys: events }, editor);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => desk.forget(answersIn(notebook))),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function answersIn(notebook: vscode.NotebookDocument): readonly string[] {
  return notebook.getCells().flatMap((cell) => shownAnswer(cell)?.id ?? []);
}
