import * as vscode from 'vscode';
import { isCancellation } from '../../base/errors.ts';
import { ANSWER_MIME, FAILURE_MIME } from '../../protocol/results.ts';
import { abortSignalOf } from '../cancellation.ts';
import { type OpenCase, requireTrust } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import { parseCellOptions } from './cellOptions.ts';
import { readFrontMatter } from './frontMatter.ts';
import { notebookParameters } from './parameters.ts';
import { namedCellsAbove } from './namedCells.ts';
import { type CellQuery, cellQuery } from './prelude.ts';
import { failureOf, faultsOf } from './queryFault.ts';
import { runOnCase } from './runCell.ts';
import { infoOf, LANGUAGE, NOTEBOOK_TYPE } from './serializer.ts';
import { isBlank } from './statements.ts';

/** Runs the KQL cells of a notebook, one after the other, on the logs of the open case. */
export class KqlController implements vscode.Disposable {
  private readonly controller: vscode.NotebookController;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('azimuth-kql');
  private readonly subscriptions: vscode.Disposable;
  private readonly openCase: OpenCase;
  private readonly range: TimeRangeChoice;
  private readonly clock: Clock;
  private readonly log: vscode.LogOutputChannel;
  private order = 0;

  constructor(openCase: OpenCase, range: TimeRangeChoice, clock: Clock, log: vscode.LogOutputChannel) {
    this.openCase = openCase;
    this.range = range;
    this.clock = clock;
    this.log = log;
    this.controller = vscode.notebooks.createNotebookController(
      'azimuth-case',
      NOTEBOOK_TYPE,
      'Logs of the case',
      async (cells) => {
        for (const cell of cells) await this.run(cell);
      },
    );
    this.controller.supportedLanguages = [LANGUAGE];
    this.controller.supportsExecutionOrder = true;
    this.controller.description = 'Azimuth: KQL on the embedded engine';
    this.subscriptions = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === LANGUAGE) this.diagnostics.delete(document.uri);
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

  private async run(cell: vscode.NotebookCell): Promise<void> {
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.executionOrder = ++this.order;
    execution.start(Date.now());
    this.diagnostics.delete(cell.document.uri);
    const text = cell.document.getText();
    let query: CellQuery = { text, offset: 0 };
    const show = (item: vscode.NotebookCellOutputItem, run?: string) =>
      execution.replaceOutput([new vscode.NotebookCellOutput([item], run === undefined ? {} : { run })]);
    try {
      requireTrust();
      if (isBlank(text)) {
        await execution.clearOutput();
        execution.end(undefined, Date.now());
        return;
      }
      const options = parseCellOptions(infoOf(cell.metadata));
      query = cellQuery(
        text,
        namedCellsAbove(cell),
        notebookParameters(await readFrontMatter(cell.notebook)),
      );
      const answer = await runOnCase(await this.openCase.session(), query.text, {
        window: this.range.window(options.timespan),
        maxRows: vscode.workspace.getConfiguration('azimuth').get('notebook.maxRows', 10_000),
        zone: this.clock.zone,
        signal: abortSignalOf(execution.token),
      });
      await show(vscode.NotebookCellOutputItem.json(answer, ANSWER_MIME), answer.run);
      execution.end(true, Date.now());
    } catch (error) {
      if (!isCancellation(error))
        this.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.diagnostics.set(cell.document.uri, this.marks(cell.document, error, query.offset));
      await show(vscode.NotebookCellOutputItem.json(failureOf(error, text, query.offset), FAILURE_MIME));
      execution.end(false, Date.now());
    }
  }

  private marks(document: vscode.TextDocument, error: unknown, offset: number): vscode.Diagnostic[] {
    return faultsOf(error)
      .filter((fault) => fault.start >= offset)
      .map((fault) => {
        const from = fault.start - offset;
        const range = new vscode.Range(
          document.positionAt(from),
          document.positionAt(from + Math.max(1, fault.length)),
        );
        const mark = new vscode.Diagnostic(range, fault.message, vscode.DiagnosticSeverity.Error);
        mark.source = 'Azimuth';
        mark.code = fault.code;
        return mark;
      });
  }
}
