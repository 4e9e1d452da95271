import * as vscode from 'vscode';
import { newCase, openCaseFolder, openSample } from '../host/case/newCase.ts';
import { showRejects } from '../host/case/rejects.ts';
import { verifyCase } from '../host/case/verifyCase.ts';
import type { CommandHandlers } from '../host/commands.ts';
import { addCells, createNotebook, newNotebook } from '../host/notebook/notebooks.ts';
import { alertsQuestion, entityQuestion, resourceQuestion, tableQuestion } from '../host/notebook/questions.ts';
import { rowObject } from '../host/notebook/selection.ts';
import { json, recordText } from '../host/record/recordDocuments.ts';
import { TimelinePanel } from '../host/timeline/panel.ts';
import type { IncidentNode } from '../host/views/incidentsTree.ts';
import type { App } from './app.ts';

/** What each command does; the names are the manifest's. */
export function commandHandlers(app: App): CommandHandlers {
  const { openCase, clock, range, imports, pins, results, documents, views, log } = app;
  const library = () => import('../host/library/libraryCommands.ts');
  return {
    'azimuth.newCase': () => newCase(app.folders),
    'azimuth.openSample': () => openSample(app.folders),
    'azimuth.openCase': (folder) => openCaseFolder(app.folders, folder),
    'azimuth.closeCase': () => openCase.close(),
    'azimuth.refresh': () => openCase.refresh(),
    'azimuth.importLogs': (paths) => imports.run(paths),
    'azimuth.showImportReport': () => imports.showReport(),
    'azimuth.importAgain': () => imports.again(),
    'azimuth.showRejects': () => showRejects(openCase),
    'azimuth.verifyCase': () => verifyCase(openCase, app.findings),
    'azimuth.newNotebook': () => newNotebook(openCase),
    'azimuth.queryTable': async (node) => {
      const { tables } = await (await openCase.session()).schema();
      const name =
        node?.table?.name ?? (await vscode.window.showQuickPick(tables.map((t) => t.name), { title: 'Query Table' }));
      const table = tables.find((each) => each.name === name);
      if (table) await addCells(openCase, 'Questions', tableQuestion(table), true);
    },
    'azimuth.openTimeline': async (reveal) => {
      await openCase.session();
      TimelinePanel.show(app.timeline, typeof reveal === 'string' ? reveal : undefined);
    },
    'azimuth.pinRows': () => pins.pinRows(results.current()),
    'azimuth.showEventRecord': () => showRecord(app, results.current()),
    'azimuth.setTimeRange': () => range.choose(),
    'azimuth.toggleClock': () => clock.set(clock.zone === 'utc' ? 'local' : 'utc'),
    'azimuth.queryIncident': (node) => queryIncident(app, node),
    'azimuth.queryResource': async (node) => {
      if (!node) return;
      const cells = resourceQuestion(await (await openCase.session()).schema(), node.id);
      await createNotebook(openCase, `Resource ${node.id.split('/').at(-1) ?? ''}`, cells);
    },
    'azimuth.openLibraryQuery': async (node) => {
      const { openQuery, pickQuery } = await library();
      const query = await pickQuery(node);
      if (query) await openQuery(query);
    },
    'azimuth.insertLibraryQuery': async (node) => {
      const { insertQuery, pickQuery } = await library();
      const query = await pickQuery(node);
      if (query) await insertQuery(openCase, query, false);
    },
    'azimuth.runLibraryQuery': async (node) => {
      const { insertQuery, pickQuery } = await library();
      const query = await pickQuery(node);
      if (query) await insertQuery(openCase, query, true);
    },
    'azimuth.filterLibrary': async () => {
      const text = await vscode.window.showInputBox({
        title: 'Filter Queries',
        prompt: 'Words of a title, question, table or technique',
        value: views.filter,
      });
      if (text !== undefined) views.filter = text;
    },
    'azimuth.clearLibraryFilter': () => {
      views.filter = '';
    },
    'azimuth.huntSweep': async () => (await library()).huntSweep(openCase),
    'azimuth.showLog': () => log.show(),
  };

  async function queryIncident({ openCase: own }: App, node: IncidentNode | undefined): Promise<void> {
    const subject = node?.subject;
    if (!subject) return;
    if (subject.kind === 'incident') {
      const { number, title, alertIds } = subject.incident;
      await createNotebook(own, `Incident ${number} ${title}`, alertsQuestion(alertIds));
    } else if (subject.kind === 'alert') {
      await addCells(own, subject.alert.title, alertsQuestion([subject.alert.id]), true);
    } else {
      const { kind, value } = subject.entity;
      const cells = entityQuestion(await (await own.session()).schema(), kind, value);
      await createNotebook(own, `${kind} ${value}`, cells);
    }
  }

  async function showRecord(_app: App, { answer, rows }: ReturnType<typeof results.current>): Promise<void> {
    const [row] = rows;
    if (row === undefined) return;
    const key = answer.keys[row];
    const record = key ? await (await openCase.session()).record(key) : undefined;
    if (record) await documents.show(`${record.table} record.json`, recordText(record));
    else await documents.show('row.json', json({ note: 'This row stands for no single event of the case.', row: rowObject(answer, row) }));
  }
}
