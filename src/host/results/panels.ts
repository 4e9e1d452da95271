import * as vscode from 'vscode';
import { isCancellation } from '../../base/errors.ts';
import { type Guard, isCount, isRecord, isString } from '../../base/guards.ts';
import type { Connections } from '../../domain/connection.ts';
import type { ResultHead } from '../../domain/result.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { type PlaceOf, after, inBlock, marksOf } from '../notebook/faultMarks.ts';
import { failureOf } from '../notebook/queryFault.ts';
import { askAndKeep, payloadOf, payloadsOf } from '../notebook/runQuery.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import type { FileConnections } from './fileConnections.ts';
import { type PanelServices, ResultsPanel } from './panel.ts';
import { queryAt } from './queryAt.ts';

interface Services extends PanelServices {
  readonly openCase: OpenCase;
  readonly connections: Connections;
  readonly files: FileConnections;
  readonly range: TimeRangeChoice;
}

const isPlace: Guard<{ line: number; character: number }> = (
  value,
): value is { line: number; character: number } =>
  isRecord(value) && isCount(value['line']) && isCount(value['character']);
const isRange: Guard<{ start: { line: number; character: number } }> = (
  value,
): value is { start: { line: number; character: number } } => isRecord(value) && isPlace(value['start']);

const isBlock: Guard<{ text: string; indent: number }> = (value): value is { text: string; indent: number } =>
  isRecord(value) && isString(value['text']) && isCount(value['indent']);

/** The panels with answers: one for the queries of the text editor, one for each comparison. */
export class ResultsPanels implements vscode.Disposable {
  private readonly services: Services;
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('azimuth-kql-query');
  private readonly subscriptions: vscode.Disposable;
  private queryPanel: ResultsPanel | undefined;

  constructor(services: Services) {
    this.services = services;
    this.subscriptions = vscode.workspace.onDidChangeTextDocument(({ document }) =>
      this.diagnostics.delete(document.uri),
    );
  }

  async showAnswer(head: ResultHead, title: string): Promise<void> {
    const { openCase, clock } = this.services;
    const answer = await payloadOf(await openCase.session(), head, clock.zone, false);
    new ResultsPanel(this.services, title, () => undefined).show({ type: 'answer', answer });
  }

  /** Runs the query that a code lens names (of a rule it gives the text), else what the cursor of the active editor is in. */
  async runQueryOf(uri: unknown, range: unknown, block: unknown): Promise<void> {
    const { visibleTextEditors, activeTextEditor } = vscode.window;
    const editor = isString(uri)
      ? visibleTextEditors.find(({ document }) => document.uri.toString() === uri)
      : activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    if (isRange(range) && isBlock(block)) {
      const placeOf = inBlock(block.text, range.start.line, block.indent);
      return this.runQuery(document, block.text, placeOf);
    }
    if (isRange(range)) {
      const start = new vscode.Position(range.start.line, range.start.character);
      editor.selection = new vscode.Selection(start, start);
    }
    const { selection } = editor;
    const query = queryAt(
      document.getText(),
      document.offsetAt(selection.start),
      document.offsetAt(selection.end),
    );
    if (query) return this.runQuery(document, query.text, after(document, -query.start));
    void vscode.window.showInformationMessage(
      'The cursor is in no query. Put it into one, or select what is to be run; a blank line ends a query.',
    );
  }

  private async runQuery(document: vscode.TextDocument, text: string, placeOf: PlaceOf): Promise<void> {
    const { openCase, connections, files, range, clock } = this.services;
    const session = await openCase.session();
    this.queryPanel ??= new ResultsPanel(this.services, 'Results', () => (this.queryPanel = undefined));
    const panel = this.queryPanel;
    panel.show({ type: 'running' }, 'Results');
    this.diagnostics.delete(document.uri);
    const window = range.window();
    try {
      const head = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'Running the query', cancellable: true },
        (_progress, token) =>
          askAndKeep(
            session,
            connections,
            {
              text,
              connection: files.of(document),
              origin: null,
              maxRows: vscode.workspace.getConfiguration('azimuth').get('notebook.maxRows', 500_000),
              ...(window && { window }),
            },
            abortSignalOf(token),
          ),
      );
      const [answer, ...further] = await payloadsOf(session, head, clock.zone, false);
      if (answer) panel.show({ type: 'answer', answer });
      for (const table of further)
        new ResultsPanel(this.services, table.head.table ?? 'Results', () => undefined).show({
          type: 'answer',
          answer: table,
        });
    } catch (error) {
      if (!isCancellation(error)) this.diagnostics.set(document.uri, marksOf(document, error, placeOf));
      panel.show({ type: 'failure', failure: failureOf(error, text, 0) });
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.diagnostics.dispose();
  }
}
