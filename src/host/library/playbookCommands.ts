import * as vscode from 'vscode';
import { fillPlaybook, type Playbook } from '../../hunting/playbook.ts';
import type { OpenCase } from '../case/openCase.ts';
import { createNotebookOf } from '../notebook/notebooks.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import type { LibraryNode } from '../views/libraryTree.ts';
import { incidentScope } from './incidentScope.ts';
import { readPlaybooks } from './library.ts';

/** Opens a playbook as a notebook of the case; from an incident with its entities and window filled in. */
export async function openPlaybook(
  openCase: OpenCase,
  node: LibraryNode | IncidentNode | undefined,
): Promise<void> {
  const session = await openCase.session();
  const chosen = node && 'playbook' in node ? node.playbook : undefined;
  const subject = node && 'subject' in node ? node.subject : undefined;
  const incident = subject?.kind === 'incident' ? subject.incident : undefined;
  const playbook =
    chosen ?? (await pickPlaybook(incident ? `Playbook for incident ${incident.number}` : 'Open Playbook'));
  if (!playbook) return;
  const text = incident
    ? fillPlaybook(playbook.text, await incidentScope(session, incident.number))
    : playbook.text;
  await createNotebookOf(
    openCase,
    incident ? `${playbook.title} incident ${incident.number}` : playbook.title,
    text,
  );
}

async function pickPlaybook(title: string): Promise<Playbook | undefined> {
  const items = (await readPlaybooks()).map((playbook) => ({
    label: playbook.title,
    detail: playbook.summary,
    playbook,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.playbook;
}
