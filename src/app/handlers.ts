import * as vscode from 'vscode';
import { newCase, openCaseFolder, openSample } from '../host/case/newCase.ts';
import { showRejects } from '../host/import/showRejects.ts';
import { verifyCase } from '../host/case/verifyCase.ts';
import type { CommandHandlers } from '../host/commands.ts';
import { incidentHandlers } from '../host/incidents/handlers.ts';
import { chooseConnection, chooseTimeRange } from '../host/notebook/chooseSettings.ts';
import {
  addCells,
  createNotebook,
  newNotebook,
  openAsNotebook,
  openNotebook,
} from '../host/notebook/notebooks.ts';
import {
  alertsQuery,
  alertsQuestion,
  entityQuestion,
  resourceQuestion,
  tableQuestion,
} from '../host/notebook/questions.ts';
import { TimelinePanel } from '../host/timeline/panel.ts';
import { counted } from '../base/counts.ts';
import type { IncidentNode } from '../host/views/incidentsTree.ts';
import type { ResourceNode } from '../host/views/resourcesTree.ts';
import type { CaseSession } from '../session/api.ts';
import type { App } from './app.ts';

/** What each command does; the names are the manifest's. */
export function commandHandlers(app: App): CommandHandlers {
  const { azure, openCase, clock, range, imports, pins, results, views, log } = app;
  const resources = () => import('../host/resources/resourceCommands.ts');
  const library = () => import('../host/library/libraryCommands.ts');
  const hunting = () => import('../host/library/huntCommands.ts');
  return {
    'azimuth.newCase': () => newCase(app.folders),
    'azimuth.openSample': async () => {
      await openSample(app.folders);
      if (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)) await openNotebook(openCase);
    },
    'azimuth.openWalkthrough': async () => {
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'azimuth.azimuth#start');
    },
    'azimuth.openCase': (folder) => openCaseFolder(app.folders, folder),
    'azimuth.closeCase': () => openCase.close(),
    'azimuth.refresh': () => openCase.refresh(),
    'azimuth.importLogs': async (paths) => {
      if (openCase.state.kind === 'none') await newCase(app.folders);
      return openCase.state.kind === 'none'
        ? undefined
        : imports.run(Array.isArray(paths) ? paths : undefined);
    },
    'azimuth.showImportReport': () => imports.showReport(),
    'azimuth.importAgain': () => imports.again(),
    'azimuth.showRejects': () => showRejects(openCase, app.documents),
    'azimuth.verifyCase': () => verifyCase(openCase, app.findings),
    'azimuth.newNotebook': () => newNotebook(openCase),
    'azimuth.openNotebook': () => openNotebook(openCase),
    'azimuth.openAsNotebook': (file) => openAsNotebook(file),
    'azimuth.queryTable': async (node) => {
      const { tables } = await (await openCase.session()).schema();
      const name =
        node?.table?.name ??
        (await vscode.window.showQuickPick(
          tables.map((t) => t.name),
          { title: 'Query Table' },
        ));
      const table = tables.find((each) => each.name === name);
      if (table) await addCells(openCase, 'Questions', tableQuestion(table), true);
    },
    'azimuth.openTimeline': async (reveal) => {
      await openCase.session();
      TimelinePanel.show(app.timeline, typeof reveal === 'string' ? reveal : undefined);
    },
    'azimuth.exportTimeline': async () =>
      (await import('../host/timeline/exportTimeline.ts')).exportTimeline(
        openCase,
        app.timeline.attack,
        TimelinePanel.current,
      ),
    'azimuth.importTimeline': async () =>
      (await import('../host/timeline/importTimeline.ts')).importTimeline(pins),
    'azimuth.chooseAttackVersion': () => app.timeline.attack.choose(),
    'azimuth.loadAttackBundle': () => app.timeline.attack.load(),
    'azimuth.addEvent': async () => {
      await openCase.session();
      TimelinePanel.show(app.timeline);
      TimelinePanel.current?.compose();
    },
    'azimuth.undoTimelineEdit': () => pins.undo(),
    'azimuth.redoTimelineEdit': () => pins.redo(),
    'azimuth.pinIncident': (node) => pinIncident(app, node),
    'azimuth.pinRows': () => pins.pinRows(results.current()),
    'azimuth.runQuery': (uri, range, block) => app.panels.runQueryOf(uri, range, block),
    'azimuth.showEventRecord': () => app.showRecord(results.current()),
    'azimuth.setTimeRange': (cell) => chooseTimeRange(range, cell),
    'azimuth.setConnection': async (cell) => {
      await chooseConnection(app.connections, app.fileConnections, cell);
      await app.focus.look();
    },
    'azimuth.toggleClock': () => clock.set(clock.zone === 'utc' ? 'local' : 'utc'),
    'azimuth.queryIncident': (node) => queryIncident(app, node),
    'azimuth.queryResource': (node) => queryResource(app, node),
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
    'azimuth.huntSweep': async () => (await hunting()).runHunt(app, app.hunts),
    'azimuth.windowSweep': async () => (await hunting()).runWindowSweep(app, app.hunts),
    'azimuth.pinHuntHit': async (node) => (await hunting()).pinHit(app.hunts, node),
    'azimuth.dismissHuntHit': async (node) => (await hunting()).dismissHit(app.hunts, node),
    'azimuth.indicatorSweep': async () => {
      const { runIndicatorSweep } = await import('../host/library/indicatorCommands.ts');
      await runIndicatorSweep(app);
    },
    'azimuth.openPlaybook': async (node) => {
      const { openPlaybook } = await import('../host/library/playbookCommands.ts');
      const { tenantScope } = await import('../host/incidents/tenantQuestions.ts');
      await openPlaybook(openCase, node, async (incident) => ({
        scope: tenantScope(incident, await app.incidents.detailsOf(incident)),
        connection: (await app.incidents.sentinel(incident))?.connection,
      }));
    },
    'azimuth.newRule': async (event) =>
      (await import('../host/detections/newRule.ts')).newRule(openCase, app.detections.rules, event),
    'azimuth.openCoverage': async () =>
      (await import('../host/detections/coveragePanel.ts')).CoveragePanel.show({
        ...app.timeline,
        rules: app.detections.rules,
        connections: app.connections,
      }),
    'azimuth.deployRules': async () =>
      (await import('../host/detections/shipRules.ts')).deployRules({ ...app, rules: app.detections.rules }),
    'azimuth.rollbackRules': async () =>
      (await import('../host/detections/shipRules.ts')).rollbackRules({
        ...app,
        rules: app.detections.rules,
      }),
    'azimuth.pullRules': async () =>
      (await import('../host/detections/shipRules.ts')).pullRules({ ...app, rules: app.detections.rules }),
    'azimuth.chooseRuleSchema': async () =>
      (await import('../host/detections/ruleSchema.ts')).chooseRuleSchema(app.connections, app.detections),
    'azimuth.replayRule': async () =>
      (await import('../host/detections/replayRule.ts')).replayActiveRule({
        ...app,
        rules: app.detections.rules,
      }),
    'azimuth.compareReplays': async () =>
      (await import('../host/detections/replayRule.ts')).replayActiveRule(
        { ...app, rules: app.detections.rules },
        true,
      ),
    'azimuth.showLog': () => log.show(),
    'azimuth.signIn': () => azure.signIn(),
    'azimuth.signOut': () => azure.signOut(),
    'azimuth.collectTable': async (collection) =>
      (await import('../host/azure/collectTable.ts')).collectTable(azure, openCase, collection),
    'azimuth.showAzureLog': () => azure.showTrace(),
    'azimuth.showPrivateLedger': async () => {
      const text = await azure.ledger.read();
      const none = 'Nothing was asked of a tenant, or done to it, while no case was open.\n';
      await app.documents.show('ledger.jsonl', text === '' ? none : text, vscode.ViewColumn.Active);
    },
    'azimuth.searchResources': async () => {
      const resource = await (await resources()).searchResources(azure);
      if (resource) await queryResource(app, { id: resource.id, item: new vscode.TreeItem(resource.name) });
    },
    'azimuth.setCriticality': async (node) => (await resources()).setCriticality(azure, app.documents, node),
    'azimuth.moreResources': (node) => node?.more?.(),
    ...incidentHandlers(app, { ...app.timeline, ...app }),
  };
}

async function queryResource({ openCase, azure }: App, node: ResourceNode | undefined): Promise<void> {
  const session = await openCase.session();
  const id = node?.id ?? (await pickResource(session));
  if (id === undefined) return;
  let cells = resourceQuestion(await session.schema(), id);
  // A tenant's resource that no log of the case can name is asked about where its logs are.
  if (cells.length === 0 && azure.state === 'signed') {
    const { askWorkspace } = await import('../host/incidents/tenantQuestions.ts');
    const place = (await azure.settings()).connections.find(({ kind }) => kind === 'logAnalytics');
    if (place) cells = await askWorkspace(azure, place.name, { kind: 'azureresource', value: id }, undefined);
  }
  await createNotebook(openCase, `Resource ${id.split('/').at(-1) ?? ''}`, cells);
}

async function pickResource(session: CaseSession): Promise<string | undefined> {
  const { readResources } = await import('../host/views/resources.ts');
  const items = (await readResources(session)).map(({ id, path, events }) => ({
    label: path.name || path.group || path.subscription,
    description: `${path.type} · ${counted(events, 'event')}`,
    id,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Query Resource', matchOnDescription: true }))
    ?.id;
}

async function pickIncident(session: CaseSession): Promise<IncidentNode['subject']> {
  const { numberOf, readIncidents } = await import('../host/views/incidents.ts');
  const items = ((await readIncidents(session)) ?? []).map((incident) => ({
    label: incident.title,
    description: `${numberOf(incident)} · ${incident.severity} · ${incident.status}`,
    incident,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Query Incident',
    matchOnDescription: true,
  });
  return choice && { kind: 'incident', incident: choice.incident };
}

/** All alerts of an incident, or one alert, each as an event of the timeline. */
async function pinIncident({ openCase, pins }: App, node: IncidentNode | undefined): Promise<void> {
  const subject = node?.subject ?? (await pickIncident(await openCase.session()));
  if (subject?.kind === 'incident') await pins.pinAnswer(alertsQuery(subject.incident.alertIds));
  if (subject?.kind === 'alert') await pins.pinAnswer(alertsQuery([subject.alert.id]));
}

async function queryIncident({ openCase: own }: App, node: IncidentNode | undefined): Promise<void> {
  const subject = node?.subject ?? (await pickIncident(await own.session()));
  if (!subject) return;
  if (subject.kind === 'incident') {
    const { numberOf } = await import('../host/views/incidents.ts');
    const { title, alertIds } = subject.incident;
    await createNotebook(own, `Incident ${numberOf(subject.incident)} ${title}`, alertsQuestion(alertIds));
  } else if (subject.kind === 'alert') {
    await addCells(own, subject.alert.title, alertsQuestion([subject.alert.id]), true);
  } else {
    const { kind, value } = subject.entity;
    const cells = entityQuestion(await (await own.session()).schema(), kind, value);
    await createNotebook(own, `${kind} ${value}`, cells);
  }
}
