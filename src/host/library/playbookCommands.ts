import * as vscode from 'vscode';
import type { TenantIncident } from '../../domain/incident.ts';
import { fillPlaybook, type Playbook, type PlaybookScope } from '../../hunting/playbook.ts';
import type { OpenCase } from '../case/openCase.ts';
import { createNotebookOf } from '../notebook/notebooks.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { numberOf } from '../views/incidents.ts';
import type { LibraryNode } from '../views/libraryTree.ts';
import { incidentScope } from './incidentScope.ts';
import { readPlaybooks } from './library.ts';

/** What an incident of the tenant fills a playbook with, and the connection that its cells then ask. */
interface TenantPlaybook {
  readonly scope: PlaybookScope;
  readonly connection: string | undefined;
}

/** Opens a playbook as a notebook of the case; from an incident with its entities and window filled in. */
export async function openPlaybook(
  openCase: OpenCase,
  node: LibraryNode | IncidentNode | undefined,
  ofTenant: (incident: TenantIncident) => Promise<TenantPlaybook>,
): Promise<void> {
  const session = await openCase.session();
  const chosen = node && 'playbook' in node ? node.playbook : undefined;
  const subject = node && 'subject' in node ? node.subject : undefined;
  const incident = subject?.kind === 'incident' ? subject.incident : undefined;
  const tenant = node && 'tenant' in node ? node.tenant.incident : undefined;
  if (tenant) return openForTenant(openCase, tenant, await ofTenant(tenant));
  const playbook =
    chosen ??
    (await pickPlaybook(incident ? `Playbook for incident ${numberOf(incident)}` : 'Open Playbook'));
  if (!playbook) return;
  const text = incident ? fillPlaybook(playbook.text, await incidentScope(session, incident)) : playbook.text;
  await createNotebookOf(
    openCase,
    incident ? `${playbook.title} incident ${numberOf(incident)}` : playbook.title,
    text,
  );
}

async function openForTenant(
  openCase: OpenCase,
  incident: TenantIncident,
  { scope, connection }: TenantPlaybook,
): Promise<void> {
  const number = incident.sentinel?.number ?? incident.defender?.id ?? '';
  const playbook = await pickPlaybook(`Playbook for incident ${number}`);
  if (!playbook) return;
  const filled = fillPlaybook(playbook.text, scope);
  const text =
    connection === undefined ? filled : filled.replace(/^---\n/, () => `---\nconnection: ${connection}\n`);
  await createNotebookOf(openCase, `${playbook.title} incident ${number}`, text);
}

async function pickPlaybook(title: string): Promise<Playbook | undefined> {
  const items = (await readPlaybooks()).map((playbook) => ({
    label: playbook.title,
    detail: playbook.summary,
    playbook,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.playbook;
}
