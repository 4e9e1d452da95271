import type * as vscode from 'vscode';
import type { CaseFolders } from '../case/newCase.ts';
import type { Clock } from '../clock.ts';
import type { CommandHandlers } from '../commands.ts';
import { addCells } from '../notebook/notebooks.ts';
import { entityQuestion } from '../notebook/questions.ts';
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

/** What the commands on incidents of a tenant do; the code behind them is loaded by then. */
export function incidentHandlers(
  tools: TriageTools,
  more: {
    readonly folders: CaseFolders;
    readonly memory: vscode.Memento;
    readonly clock: Clock;
    readonly bundles: vscode.Uri;
    readonly report: (error: unknown) => void;
  },
): IncidentCommands {
  const { incidents, openCase } = tools;
  const commands = () => import('./incidentCommands.ts');
  const arrange = () => import('./arrange.ts');
  return {
    'azimuth.refreshIncidents': () => incidents.refresh(),
    'azimuth.moreIncidents': () => incidents.more(),
    'azimuth.filterIncidents': async () => (await arrange()).filterIncidents(incidents, more.memory),
    'azimuth.arrangeIncidents': async () => (await arrange()).arrangeIncidents(incidents),
    'azimuth.openIncident': async (node) => {
      const incident = await (await commands()).incidentOf(tools, node, 'Open Incident');
      const { IncidentPanel } = await import('./incidentPanel.ts');
      if (incident) IncidentPanel.show({ incidents, ...more }, incident);
    },
    'azimuth.assignIncident': async (node) => (await commands()).assignToMe(tools, node),
    'azimuth.changeIncident': async (node) => (await commands()).changeIncident(tools, node),
    'azimuth.commentIncident': async (node) => (await commands()).commentIncident(tools, node),
    'azimuth.incidentTask': async (node) => (await commands()).incidentTask(tools, node),
    'azimuth.runPlaybook': async (node) => (await import('./playbookCommand.ts')).runPlaybookOn(tools, node),
    'azimuth.openAsCase': async (node) => {
      const incident = await (await commands()).incidentOf(tools, node, 'Open Incident as Case');
      const { openAsCase } = await import('./openAsCase.ts');
      if (incident) await openAsCase(incidents, more.folders, incident);
    },
    'azimuth.queryEntity': async (node) => {
      const entity = node?.tenant?.entity ?? (await (await commands()).pickEntity(tools));
      if (!entity) return;
      const kind = entity.kind === 'azureresource' ? 'azure-resource' : entity.kind;
      const cells = entityQuestion(await (await openCase.session()).schema(), kind, entity.value);
      await addCells(openCase, entity.value, cells, true);
    },
  };
}
