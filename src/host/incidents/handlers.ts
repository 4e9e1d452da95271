import type * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { shortName } from '../../domain/incident.ts';
import type { CaseFolders } from '../case/newCase.ts';
import type { Clock } from '../clock.ts';
import type { CommandHandlers } from '../commands.ts';
import { addCells } from '../notebook/notebooks.ts';
import { entityQuestion } from '../notebook/questions.ts';
import type { SelectionBus } from '../selection.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import type { TriageTools } from './incidentCommands.ts';

type IncidentCommands = Pick<
  CommandHandlers,
  | 'azimuth.refreshIncidents'
  | 'azimuth.moreIncidents'
  | 'azimuth.filterIncidents'
  | 'azimuth.arrangeIncidents'
  | 'azimuth.openIncident'
  | 'azimuth.assignIncident'
  | 'azimuth.changeIncident'
  | 'azimuth.commentIncident'
  | 'azimuth.incidentTask'
  | 'azimuth.runPlaybook'
  | 'azimuth.openAsCase'
  | 'azimuth.queryEntity'
>;

/**
 * A command on a row. A row's menu hands VS Code's knowledge of the row on, and that is nothing while the tree is drawn anew:
 * another incident than the one that was pointed at is not asked for then.
 */
function onRow(
  run: (node?: IncidentNode) => Promise<unknown>,
): (...row: [node?: IncidentNode]) => Promise<unknown> {
  return (...row) => {
    if (row.length > 0 && !row[0]) throw redrawn();
    return run(...row);
  };
}

/** What the commands on incidents of a tenant do; the code behind them is loaded by then. */
export function incidentHandlers(
  tools: TriageTools,
  more: {
    readonly folders: CaseFolders;
    readonly memory: vscode.Memento;
    readonly clock: Clock;
    readonly selection: SelectionBus;
    readonly bundles: vscode.Uri;
    readonly report: (error: unknown) => void;
  },
): IncidentCommands {
  const { incidents, openCase } = tools;
  const commands = () => import('./incidentCommands.ts');
  const parts = () => import('./partCommands.ts');
  const arrange = () => import('./arrange.ts');
  return {
    'azimuth.refreshIncidents': () => incidents.refresh(),
    'azimuth.moreIncidents': () => incidents.more(),
    'azimuth.filterIncidents': async () => (await arrange()).filterIncidents(incidents, more.memory),
    'azimuth.arrangeIncidents': async () => (await arrange()).arrangeIncidents(incidents),
    'azimuth.openIncident': onRow(async (node) => {
      const incident = await (await commands()).incidentOf(tools, node, 'Open Incident');
      const { IncidentPanel } = await import('./incidentPanel.ts');
      if (incident) IncidentPanel.show({ incidents, openCase, ...more }, incident);
    }),
    'azimuth.assignIncident': onRow(async (node) => (await commands()).assignToMe(tools, node)),
    'azimuth.changeIncident': onRow(async (node) => (await commands()).changeIncident(tools, node)),
    'azimuth.commentIncident': onRow(async (node) => (await parts()).commentIncident(tools, node)),
    'azimuth.incidentTask': onRow(async (node) => (await parts()).incidentTask(tools, node)),
    'azimuth.runPlaybook': onRow(async (node) =>
      (await import('./playbookCommand.ts')).runPlaybookOn(tools, node),
    ),
    'azimuth.openAsCase': onRow(async (node) => {
      const incident = await (await commands()).incidentOf(tools, node, 'Open Incident as Case');
      const { openAsCase } = await import('./openAsCase.ts');
      if (incident) await openAsCase(incidents, more.folders, incident);
    }),
    'azimuth.queryEntity': onRow(async (node) => {
      const subject = node?.tenant?.entity ? node.tenant : await (await commands()).pickEntity(tools);
      if (!subject?.entity) return;
      const { incident, entity } = subject;
      const kind = entity.kind === 'azureresource' ? 'azure-resource' : entity.kind;
      let cells = entityQuestion(await (await openCase.session()).schema(), kind, entity.value);
      const place = cells.length === 0 ? await incidents.sentinel(incident) : undefined;
      if (place?.connection !== undefined) {
        const { askWorkspace, incidentWindow } = await import('./tenantQuestions.ts');
        cells = await askWorkspace(tools.azure, place.connection, entity, incidentWindow(incident));
      }
      if (cells.length === 0) throw nowhere(entity.value);
      await addCells(openCase, shortName(entity), cells, true);
    }),
  };
}

function redrawn(): AzimuthError {
  return new AzimuthError(
    'incidents.redrawn',
    'The list was drawn anew at that moment, and the row was not known.',
    {
      unharmed: 'nothing was sent',
      next: ['Choose it again.'],
    },
  );
}

function nowhere(value: string): AzimuthError {
  return new AzimuthError('incidents.no-table', `No table that can be asked names things like ${value}.`, {
    unharmed: 'nothing was run',
    next: ['Collect or import a table that does, such as SigninLogs or AzureActivity.'],
  });
}
