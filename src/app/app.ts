import * as vscode from 'vscode';
import type { Connections } from '../domain/connection.ts';
import { Azure } from '../host/azure/azure.ts';
import { watchUnattended } from '../host/incidents/unattended.ts';
import { TenantIncidents } from '../host/incidents/tenantIncidents.ts';
import type { CaseGateway } from '../host/case/gateway.ts';
import type { CaseFolders } from '../host/case/newCase.ts';
import { OpenCase } from '../host/case/openCase.ts';
import { RecentCases } from '../host/case/recentCases.ts';
import { Clock } from '../host/clock.ts';
import { Detections } from '../host/detections/detections.ts';
import { createErrorReporter } from '../host/errors.ts';
import { Hunts } from '../host/library/hunts.ts';
import { LogImport } from '../host/import/importLogs.ts';
import { KqlController } from '../host/notebook/controller.ts';
import { CellStatus } from '../host/notebook/cellStatus.ts';
import { NotebookFocus } from '../host/notebook/focus.ts';
import { addCells } from '../host/notebook/notebooks.ts';

import { ResultsDesk } from '../host/results/desk.ts';
import { NotebookResults } from '../host/results/notebookResults.ts';
import { FileConnections } from '../host/results/fileConnections.ts';
import { ResultsPanels } from '../host/results/panels.ts';
import { eventsOfRows, rowObject, type SelectedRows } from '../host/results/selectedRows.ts';
import { SelectionBus } from '../host/selection.ts';
import { AllConnections } from '../host/connections.ts';
import { json, RecordDocuments, recordText } from '../host/record/recordDocuments.ts';
import { TimeRangeChoice } from '../host/timeRange.ts';
import { AttackVersions } from '../host/timeline/attackVersions.ts';
import type { TimelineServices } from '../host/timeline/panel.ts';
import { Pins } from '../host/timeline/pins.ts';
import { Views } from '../host/views/views.ts';

/** The parts of the running extension, each made once and disposed with it. */
export interface App {
  readonly log: vscode.LogOutputChannel;
  readonly report: (error: unknown) => void;
  readonly openCase: OpenCase;
  readonly azure: Azure;
  readonly incidents: TenantIncidents;
  /** What is kept beyond a workspace. */
  readonly memory: vscode.Memento;
  readonly folders: CaseFolders;
  readonly clock: Clock;
  readonly range: TimeRangeChoice;
  readonly imports: LogImport;
  readonly pins: Pins;
  readonly hunts: Hunts;
  readonly results: ResultsDesk;
  readonly panels: ResultsPanels;
  readonly fileConnections: FileConnections;
  readonly connections: Connections;
  readonly focus: NotebookFocus;
  readonly documents: RecordDocuments;
  readonly findings: vscode.DiagnosticCollection;
  readonly detections: Detections;
  readonly controller: KqlController;
  readonly views: Views;
  readonly timeline: TimelineServices;
  showRecord(rows: SelectedRows): Promise<void>;
}

/** Puts the parts together; nothing is read, started or connected by it. */
export function createApp(context: vscode.ExtensionContext, gateway: CaseGateway): App {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Azimuth', { log: true }));
  const report = createErrorReporter(log);
  const openCase = own(new OpenCase(gateway, log));
  const clock = own(new Clock());
  const range = own(new TimeRangeChoice(context.workspaceState, openCase));
  const documents = own(new RecordDocuments());
  const pins = own(new Pins(openCase, report));
  const selection = own(new SelectionBus(report));
  const hunts = own(new Hunts(openCase, pins));
  const showRecord: App['showRecord'] = async ({ head, view, ranges }) => {
    const session = await openCase.session();
    const { rows, keys } = await session.results.rows(head.id, view, ranges);
    const [key] = keys;
    const record = key ? await session.record(key) : undefined;
    if (record) await documents.show(`${record.table} record.json`, recordText(record));
    else
      await documents.show(
        'row.json',
        json({
          note: 'This row stands for no single event of the case.',
          row: rowObject(head.columns, rows[0] ?? []),
        }),
      );
  };
  const azure = own(new Azure(openCase, context.globalState, context.globalStorageUri));
  const incidents = own(new TenantIncidents(azure, context.workspaceState));
  own(watchUnattended(incidents, context.globalState));
  const connections = new AllConnections(openCase, azure);
  const results = new ResultsDesk({
    openCase,
    showRecord,
    selected: (rows) => selection.announce('grid', async () => eventsOfRows(await openCase.session(), rows)),
    pin: (rows) => pins.pinRows(rows),
    showAnswer: (head, title) => void panels.showAnswer(head, title).catch(report),
  });
  own(new NotebookResults(results, clock, selection, report));
  own(new CellStatus(range));
  const bundles = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webviews');
  const fileConnections = new FileConnections(context.workspaceState);
  const panels = own(
    new ResultsPanels({
      desk: results,
      openCase,
      connections,
      files: fileConnections,
      range,
      clock,
      selection,
      bundles,
      report,
    }),
  );
  return {
    log,
    report,
    openCase,
    azure,
    incidents,
    memory: context.globalState,
    folders: {
      openCase,
      gateway,
      recent: new RecentCases(context.globalState),
      storage: vscode.Uri.joinPath(context.globalStorageUri, 'cases'),
    },
    clock,
    range,
    imports: new LogImport(openCase, documents, clock, report),
    pins,
    hunts,
    results,
    panels,
    connections,
    fileConnections,
    focus: own(new NotebookFocus(fileConnections)),
    documents,
    detections: own(new Detections(report)),
    findings: own(vscode.languages.createDiagnosticCollection('azimuth-verify')),
    controller: own(new KqlController({ openCase, connections, range, clock, log })),
    views: own(
      new Views(
        openCase,
        incidents,
        clock,
        hunts,
        selection,
        vscode.Uri.joinPath(context.globalStorageUri, 'dropped'),
        report,
      ),
    ),
    timeline: {
      openCase,
      clock,
      pins,
      range,
      selection,
      attack: new AttackVersions(vscode.Uri.joinPath(context.globalStorageUri, 'attack')),
      log,
      report,
      bundles,
      openQuery: (query) => addCells(openCase, 'Questions', [{ kind: 'kql', text: query, info: '' }], false),
    },
    showRecord,
  };
}
