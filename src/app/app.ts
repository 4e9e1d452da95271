import * as vscode from 'vscode';
import type { CaseGateway } from '../host/case/gateway.ts';
import type { CaseFolders } from '../host/case/newCase.ts';
import { OpenCase } from '../host/case/openCase.ts';
import { RecentCases } from '../host/case/recentCases.ts';
import { Clock } from '../host/clock.ts';
import { createErrorReporter } from '../host/errors.ts';
import { Hunts } from '../host/library/hunts.ts';
import { LogImport } from '../host/import/importLogs.ts';
import { KqlController } from '../host/notebook/controller.ts';
import { addCells } from '../host/notebook/notebooks.ts';
import { ResultsMessages, rowObject } from '../host/notebook/selection.ts';
import { json, RecordDocuments, recordText } from '../host/record/recordDocuments.ts';
import { TimeRangeChoice } from '../host/timeRange.ts';
import type { TimelineServices } from '../host/timeline/panel.ts';
import { Pins } from '../host/timeline/pins.ts';
import { Views } from '../host/views/views.ts';

/** The parts of the running extension, each made once and disposed with it. */
export interface App {
  readonly log: vscode.LogOutputChannel;
  readonly report: (error: unknown) => void;
  readonly openCase: OpenCase;
  readonly folders: CaseFolders;
  readonly clock: Clock;
  readonly range: TimeRangeChoice;
  readonly imports: LogImport;
  readonly pins: Pins;
  readonly hunts: Hunts;
  readonly results: ResultsMessages;
  readonly documents: RecordDocuments;
  readonly findings: vscode.DiagnosticCollection;
  readonly controller: KqlController;
  readonly views: Views;
  readonly timeline: TimelineServices;
  showRecord(rows: ReturnType<ResultsMessages['current']>): Promise<void>;
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
  const hunts = own(new Hunts(openCase, pins));
  const showRecord: App['showRecord'] = async ({ answer, rows: [row] }) => {
    if (row === undefined) return;
    const key = answer.keys[row];
    const record = key ? await (await openCase.session()).record(key) : undefined;
    if (record) await documents.show(`${record.table} record.json`, recordText(record));
    else
      await documents.show(
        'row.json',
        json({ note: 'This row stands for no single event of the case.', row: rowObject(answer, row) }),
      );
  };
  const results: ResultsMessages = own(
    new ResultsMessages(
      clock,
      {
        record: showRecord,
        pin: async (rows) =>
          results.post({ type: 'pinned', run: rows.answer.run, message: await pins.pinRows(rows) }),
      },
      report,
    ),
  );
  return {
    log,
    report,
    openCase,
    folders: {
      openCase,
      gateway,
      recent: new RecentCases(context.globalState),
      storage: vscode.Uri.joinPath(context.globalStorageUri, 'cases'),
    },
    clock,
    range,
    imports: new LogImport(openCase, documents, report),
    pins,
    hunts,
    results,
    documents,
    findings: own(vscode.languages.createDiagnosticCollection('azimuth-verify')),
    controller: own(new KqlController(openCase, range, clock, log)),
    views: own(
      new Views(openCase, clock, hunts, vscode.Uri.joinPath(context.globalStorageUri, 'dropped'), report),
    ),
    timeline: {
      openCase,
      clock,
      pins,
      range,
      log,
      report,
      bundles: vscode.Uri.joinPath(context.extensionUri, 'dist', 'webviews'),
      openQuery: (query) => addCells(openCase, 'Questions', [{ kind: 'kql', text: query, info: '' }], false),
    },
    showRecord,
  };
}
