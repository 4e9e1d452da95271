import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import {
  ANSWER_MIME,
  type AnswerPayload,
  type FromResults,
  parseAnswer,
  parseFromResults,
  RESULTS_RENDERER,
  type RowRanges,
  type ToResults,
} from '../../protocol/results.ts';
import type { PinRequest } from '../../session/api.ts';
import type { Clock } from '../clock.ts';

/** Rows that are selected in a notebook's output. */
export interface SelectedRows {
  readonly answer: AnswerPayload;
  readonly rows: readonly number[];
}

/**
 * What the results renderer says and is told. Rows are named by run and index; their content is taken from the
 * output that the host itself made, never from the page.
 */
export class ResultsMessages implements vscode.Disposable {
  private readonly messaging = vscode.notebooks.createRendererMessaging(RESULTS_RENDERER);
  private readonly subscriptions: vscode.Disposable;
  private selected: { readonly notebook: vscode.NotebookDocument; readonly message: FromResults } | undefined;

  constructor(
    clock: Clock,
    on: { pin(rows: SelectedRows): Promise<unknown>; record(rows: SelectedRows): Promise<unknown> },
    report: (error: unknown) => void,
  ) {
    const receive = async (notebook: vscode.NotebookDocument, message: FromResults) => {
      if (message.type === 'selection') this.select(notebook, message);
      else if (message.type === 'pin') await on.pin(this.find(notebook, message.run, message.rows));
      else await on.record(this.find(notebook, message.run, [[message.row, message.row + 1]]));
    };
    this.subscriptions = vscode.Disposable.from(
      this.messaging.onDidReceiveMessage(({ editor, message }) => {
        const parsed = parseFromResults(message);
        if (parsed) receive(editor.notebook, parsed).catch(report);
      }),
      clock.onDidChange((zone) => void this.post({ type: 'zone', zone })),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        if (this.selected?.notebook === notebook) this.select(notebook, undefined);
      }),
    );
  }

  /** The rows selected last; fails with `host.no-rows` where none are. */
  current(): SelectedRows {
    const { notebook, message } = this.selected ?? {};
    if (!notebook || message?.type !== 'selection')
      throw new AzimuthError('host.no-rows', 'No rows are selected.', {
        next: ['Run a cell of a notebook and select rows of its answer.'],
      });
    return this.find(notebook, message.run, message.rows);
  }

  post(message: ToResults): Thenable<boolean> {
    return this.messaging.postMessage(message);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private select(notebook: vscode.NotebookDocument, message: FromResults | undefined): void {
    const any = message?.type === 'selection' && message.rows.length > 0;
    this.selected = any ? { notebook, message } : undefined;
    void vscode.commands.executeCommand('setContext', 'azimuth.rowsSelected', any);
  }

  private find(notebook: vscode.NotebookDocument, run: string, ranges: RowRanges): SelectedRows {
    const answer = answerOf(notebook, run);
    if (!answer)
      throw new AzimuthError('host.no-rows', 'These rows are no longer shown.', {
        next: ['Run the cell again.'],
      });
    const rows = ranges.flatMap(([from, to]) =>
      Array.from({ length: Math.min(to, answer.rows.length) - from }, (_, i) => from + i),
    );
    return { answer, rows };
  }
}

function answerOf(notebook: vscode.NotebookDocument, run: string): AnswerPayload | undefined {
  const outputs = notebook.getCells().flatMap((cell) => cell.outputs);
  const item = outputs
    .find((output) => output.metadata?.['run'] === run)
    ?.items.find((each) => each.mime === ANSWER_MIME);
  return item && parseAnswer(JSON.parse(new TextDecoder().decode(item.data)));
}

/** A row as an object by column name. */
export function rowObject({ columns, rows }: AnswerPayload, index: number): JsonObject {
  const row = rows[index] ?? [];
  return Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));
}

export function pinRequest({ answer, rows }: SelectedRows): PinRequest {
  return {
    connection: answer.connection,
    query: answer.query,
    window: answer.window,
    answerDigest: answer.digest,
    rows: rows.map((index) => ({ row: rowObject(answer, index), event: answer.keys[index] ?? null })),
  };
}
