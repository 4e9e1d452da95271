import * as vscode from 'vscode';
import type { TenantIncident } from '../../domain/incident.ts';
import { runCommand } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

const TOLD = 'azimuth.incidents.told';
/** Keys that are remembered, so that nobody is told twice. */
const REMEMBERED = 2_000;

/** The priority from which an incident is critical: that of high severity on a resource of which nothing is known. */
const CRITICAL = 24;
/** Between two looks at the clock. Milliseconds. */
const LOOK = 60_000;

/** Critical incidents that nobody has taken for longer than the setting says. */
export function unattended(tenant: TenantIncidents, now: number): readonly TenantIncident[] {
  const minutes = vscode.workspace.getConfiguration('azimuth').get<number>('incidents.unattendedMinutes', 60);
  if (minutes <= 0) return [];
  return tenant.items.filter(
    (incident) =>
      incident.status === 'new' &&
      incident.owner === '' &&
      now - Date.parse(incident.created) > minutes * 60_000 &&
      (incident.severity === 'high' || tenant.priority(incident).score >= CRITICAL),
  );
}

/** Reads the loaded list again as often as the setting says, and says each unattended incident once, many in one notification. */
export function watchUnattended(tenant: TenantIncidents, memory: vscode.Memento): vscode.Disposable {
  const tell = (): void => tellUnattended(tenant, memory);
  let read = Date.now();
  const timer = setInterval(() => {
    if (!tenant.signedIn || !tenant.read) return;
    const every = vscode.workspace.getConfiguration('azimuth').get<number>('incidents.refreshMinutes', 10);
    if (every > 0 && Date.now() - read >= every * 60_000) {
      read = Date.now();
      tenant.refresh();
    } else tell();
  }, LOOK);
  timer.unref();
  return vscode.Disposable.from(tenant.onDidChange(tell), new vscode.Disposable(() => clearInterval(timer)));
}

function tellUnattended(tenant: TenantIncidents, memory: vscode.Memento): void {
  const told = new Set(memory.get<readonly string[]>(TOLD) ?? []);
  const found = unattended(tenant, Date.now()).filter(({ key }) => !told.has(key));
  const [first] = found;
  if (!first) return;
  void memory.update(TOLD, [...told, ...found.map(({ key }) => key)].slice(-REMEMBERED));
  const others = found.length === 1 ? '' : `, and ${found.length - 1} more`;
  void vscode.window
    .showWarningMessage(`Nobody has taken a critical incident: ${first.title}${others}.`, 'Open Incident')
    .then((choice) => {
      if (choice === undefined) return undefined;
      return runCommand('azimuth.openIncident', { item: treeItem(first.title), tenant: { incident: first } });
    });
}
