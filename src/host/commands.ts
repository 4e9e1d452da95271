import * as vscode from 'vscode';
import type { Collection } from '../domain/tenant.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import type { CaseNode } from './views/caseTree.ts';
import type { IncidentNode } from './views/incidentsTree.ts';
import type { LibraryNode } from './views/libraryTree.ts';
import type { ResourceNode } from './views/resourcesTree.ts';

/** Every command of the manifest and what it may be called with; from the palette it is called with nothing. */
export interface CommandArguments {
  'azimuth.newCase': [];
  'azimuth.openSample': [];
  'azimuth.openWalkthrough': [];
  'azimuth.openCase': [folder?: vscode.Uri];
  'azimuth.closeCase': [];
  'azimuth.refresh': [];
  'azimuth.importLogs': [paths?: readonly vscode.Uri[]];
  'azimuth.showImportReport': [];
  'azimuth.importAgain': [];
  'azimuth.showRejects': [node?: CaseNode];
  'azimuth.verifyCase': [];
  'azimuth.newNotebook': [];
  'azimuth.openNotebook': [];
  'azimuth.openAsNotebook': [file?: vscode.Uri];
  'azimuth.queryTable': [node?: CaseNode];
  'azimuth.openTimeline': [reveal?: TimelineEvent['id']];
  'azimuth.exportTimeline': [];
  'azimuth.importTimeline': [];
  'azimuth.addEvent': [];
  'azimuth.undoTimelineEdit': [];
  'azimuth.redoTimelineEdit': [];
  'azimuth.pinIncident': [node?: IncidentNode];
  'azimuth.pinRows': [];
  /** A code lens names the document and the range of the query above which it stands. */
  'azimuth.runQuery': [uri?: string, range?: unknown, block?: unknown];
  'azimuth.showEventRecord': [];
  'azimuth.setTimeRange': [cell?: vscode.NotebookCell];
  'azimuth.setConnection': [cell?: vscode.NotebookCell];
  'azimuth.toggleClock': [];
  'azimuth.queryIncident': [node?: IncidentNode];
  'azimuth.queryResource': [node?: ResourceNode];
  'azimuth.openLibraryQuery': [node?: LibraryNode];
  'azimuth.insertLibraryQuery': [node?: LibraryNode];
  'azimuth.runLibraryQuery': [node?: LibraryNode];
  'azimuth.filterLibrary': [];
  'azimuth.clearLibraryFilter': [];
  'azimuth.huntSweep': [];
  'azimuth.windowSweep': [];
  'azimuth.pinHuntHit': [node?: LibraryNode];
  'azimuth.dismissHuntHit': [node?: LibraryNode];
  'azimuth.indicatorSweep': [];
  'azimuth.openPlaybook': [node?: LibraryNode | IncidentNode];
  'azimuth.chooseAttackVersion': [];
  'azimuth.loadAttackBundle': [];
  'azimuth.newRule': [event?: TimelineEvent['id']];
  'azimuth.openCoverage': [];
  'azimuth.deployRules': [];
  'azimuth.rollbackRules': [];
  'azimuth.pullRules': [];
  'azimuth.chooseRuleSchema': [];
  'azimuth.replayRule': [];
  'azimuth.compareReplays': [];
  'azimuth.showLog': [];
  'azimuth.signIn': [];
  'azimuth.signOut': [];
  'azimuth.collectTable': [collection?: Collection];
  'azimuth.showAzureLog': [];
  'azimuth.showPrivateLedger': [];
  'azimuth.refreshIncidents': [];
  'azimuth.moreIncidents': [];
  'azimuth.filterIncidents': [];
  'azimuth.arrangeIncidents': [];
  'azimuth.openIncident': [node?: IncidentNode];
  'azimuth.assignIncident': [node?: IncidentNode];
  'azimuth.changeIncident': [node?: IncidentNode];
  'azimuth.commentIncident': [node?: IncidentNode];
  'azimuth.incidentTask': [node?: IncidentNode];
  'azimuth.runPlaybook': [node?: IncidentNode];
  'azimuth.openAsCase': [node?: IncidentNode];
  'azimuth.queryEntity': [node?: IncidentNode];
  'azimuth.searchResources': [];
  'azimuth.setCriticality': [node?: ResourceNode];
  'azimuth.moreResources': [node?: ResourceNode];
}

export type CommandId = keyof CommandArguments;

export type CommandHandlers = {
  readonly [Id in CommandId]: (...args: CommandArguments[Id]) => unknown;
};

/** Registers all commands; whatever a handler throws goes to `report`, so that no command fails silently. */
export function registerCommands(
  handlers: CommandHandlers,
  report: (error: unknown) => void,
): vscode.Disposable {
  const register = <Id extends CommandId>(id: Id, handler: CommandHandlers[Id]) =>
    vscode.commands.registerCommand(id, async (...args: CommandArguments[Id]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        report(error);
        return undefined;
      }
    });
  return vscode.Disposable.from(
    ...(Object.keys(handlers) as CommandId[]).map((id) => register(id, handlers[id])),
  );
}

/** Runs one of our own commands with its arguments checked. */
export function runCommand<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

/** For `TreeItem.command` and command links. */
export function commandOf<Id extends CommandId>(
  id: Id,
  title: string,
  ...args: CommandArguments[Id]
): vscode.Command {
  return { command: id, title, arguments: args };
}
