import * as vscode from 'vscode';
import { isCancellation } from '../../base/errors.ts';
import type { Connections } from '../../domain/connection.ts';
import { abortSignalOf } from '../cancellation.ts';
import { type OpenCase, requireTrust } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import { askParameters } from './askParameters.ts';
import { answerOutput, failureOutput, shownAnswer } from './cellOutput.ts';
import { cellQuestion, withCarried } from './cellQuestion.ts';
import { after, marksOf } from './faultMarks.ts';
import { inSightFirst } from './inSight.ts';
import { failureOf } from './queryFault.ts';
import { askAndKeep, payloadsOf } from './runQuery.ts';
import { LANGUAGE, NOTEBOOK_TYPE } from './serializer.ts';
import { isBlank } from './statements.ts';

const CONTROLLER = 'azimuth-case';
const EXTENSION = 'azimuth.azimuth';

export interface ControllerServices {
  readonly openCase: OpenCase;
  readonly connections: Connections;
  readonly range: TimeRangeChoice;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
}

/** Runs the KQL cells of a notebook, one after the other, and shows the answers that earlier runs left. */
export class KqlController implements vscode.Disposable {
  private readonly controller: vscode.NotebookController;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('azimuth-kql-run');
  private readonly subscriptions: vscode.Disposable;
  private readonly services: ControllerServices;
  private readonly selected = new Set<vscode.NotebookDocument>();
  private order = 0;

  constructor(services: ControllerServices) {
    this.services = services;
    this.controller = vscode.notebooks.createNotebookController(
      CONTROLLER,
      NOTEBOOK_TYPE,
      'Azimuth KQL',
      (cells) => this.runAll(cells),
    );
    this.controller.supportedLanguages = [LANGUAGE];
    this.controller.supportsExecutionOrder = true;
    this.controller.description =
      'Each cell asks its connection; the logs of the case unless it says otherwise';
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === LANGUAGE) this.diagnostics.delete(document.uri);
      }),
      this.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.selected.add(notebook);
        else this.selected.delete(notebook);
        if (selected) void this.restore(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.selected.delete(notebook)),
      vscode.window.onDidChangeVisibleNotebookEditors((editors) => {
        for (const editor of editors) void this.select(editor);
      }),
      services.openCase.onDidChange(({ kind }) => {
        if (kind === 'open') for (const notebook of this.selected) void this.restore(notebook);
      }),
    );
  }

  /** VS Code chooses a preferred controller at the first run only, and earlier answers are to be seen before. */
  private async select(editor: vscode.NotebookEditor): Promise<void> {
    const { notebook } = editor;
    if (notebook.notebookType !== NOTEBOOK_TYPE || this.selected.has(notebook)) return;
    await vscode.commands.executeCommand('notebook.selectKernel', {
      notebookEditor: editor,
      id: CONTROLLER,
      extension: EXTENSION,
    });
  }

  /** Prefers this controller for a notebook, so that a first run asks for nothing. */
  claim(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType === NOTEBOOK_TYPE)
      this.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.diagnostics.dispose();
    this.controller.dispose();
  }

  /** What comes after a cell that failed would build on an answer that is not there. */
  private async runAll(cells: readonly vscode.NotebookCell[]): Promise<void> {
    const stops = vscode.workspace
      .getConfiguration('azimuth')
      .get<boolean>('notebook.stopAtFirstError', true);
    for (const cell of cells) {
      const went = await this.run(cell);
      if (!went && stops) return;
    }
  }

  /** False where it failed or was cancelled. */
  private async run(cell: vscode.NotebookCell): Promise<boolean> {
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.executionOrder = ++this.order;
    execution.start(Date.now());
    this.diagnostics.delete(cell.document.uri);
    // An answer stays until there is a newer one; that it failed or was cancelled is no longer so.
    if (!shownAnswer(cell)) await execution.clearOutput();
    const text = cell.document.getText();
    let offset = 0;
    try {
      requireTrust();
      if (isBlank(text)) {
        await execution.clearOutput();
        execution.end(undefined, Date.now());
        return true;
      }
      const { openCase, connections, range, clock } = this.services;
      const session = await openCase.session();
      await askParameters(session, cell.notebook, (await cellQuestion(cell)).query.missing);
      const question = await cellQuestion(cell);
      const sent = await withCarried(session, question);
      offset = sent.offset;
      const window = range.window(question.settings.timespan);
      const head = await askAndKeep(
        session,
        connections,
        {
          text: sent.text,
          connection: question.settings.connection,
          origin: question.origin,
          ...(question.carried.length === 0 && { parts: question.query.parts }),
          maxRows: vscode.workspace.getConfiguration('azimuth').get('notebook.maxRows', 500_000),
          ...(window && { window }),
        },
        abortSignalOf(execution.token),
      );
      const payloads = await payloadsOf(session, head, clock.zone, false);
      await execution.replaceOutput(payloads.map(answerOutput));
      execution.end(true, Date.now());
      return true;
    } catch (error) {
      if (!isCancellation(error))
        this.services.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.diagnostics.set(cell.document.uri, marksOf(cell.document, error, after(cell.document, offset)));
      await execution.replaceOutput([failureOutput(failureOf(error, text, offset))]);
      execution.end(false, Date.now());
      return false;
    }
  }

  /** Shows in cells without an output the newest answer to what they ask, where one is kept. */
  private async restore(notebook: vscode.NotebookDocument): Promise<void> {
    const { openCase, clock, log } = this.services;
    if (openCase.state.kind !== 'open') return;
    try {
      const empty = inSightFirst(
        notebook
          .getCells()
          .filter((cell) => cell.kind === vscode.NotebookCellKind.Code && cell.outputs.length === 0),
        vscode.window.visibleNotebookEditors
          .filter((editor) => editor.notebook === notebook)
          .flatMap(({ visibleRanges }) => visibleRanges),
      );
      const origins = await Promise.all(
        empty.map((cell) =>
          cellQuestion(cell).then(
            ({ origin }) => origin,
            // Its options or the front matter are wrong, which running it says.
            () => '',
          ),
        ),
      );
      const session = await openCase.session();
      const heads = await session.results.newest(origins);
      for (const [index, cell] of empty.entries()) {
        const head = heads[index];
        if (!head || cell.outputs.length > 0) continue;
        const payloads = await payloadsOf(session, head, clock.zone, true);
        // It was closed, or is another controller's now.
        if (!this.selected.has(notebook)) return;
        const execution = this.controller.createNotebookCellExecution(cell);
        execution.start();
        await execution.replaceOutput(payloads.map(answerOutput));
        execution.end(undefined);
      }
    } catch (error) {
      log.warn(`Earlier answers are not shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
