import * as vscode from 'vscode';
import type { TenantIncident } from '../../domain/incident.ts';
import { runCommand } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

const TOLD = 'azimuth.incidents.told';
/** Keys that are remembered, so that nobody is told twice. */
const REMEMBERED = 2_000;

/** Incidents of high severity that nobody has taken for longer than the setting says. */
function unattended(items: readonly TenantIncident[], now: number): readonly TenantIncident[] {
  const minutes = vscode.workspace.getConfiguration('azimuth').get<number>('incidents.unattendedMinutes', 60);
  if (minutes <= 0) return [];
  return items.filter(
    ({ severity, status, owner, created }) =>
      severity === 'high' && status === 'new' && owner === '' && now - Date.parse(created) > minutes * 60_000,
  );
}

/** Says each unattended incident once, many of them in one notification. */
export function watchUnattended(incidents: TenantIncidents, memory: vscode.Memento): vscode.Disposable {
  return incidents.onDidChange(() => {
    const told = new Set(memory.get<readonly string[]>(TOLD) ?? []);
    const found = unattended(incidents.items, Date.now()).filter(({ key }) => !told.has(key));
    const [first] = found;
    if (!first) return;
    void memory.update(TOLD, [...told, ...found.map(({ key }) => key)].slice(-REMEMBERED));
    const others = found.length === 1 ? '' : `, and ${found.length - 1} more`;
    void vscode.window
      .showWarningMessage(
        `Nobody has taken an incident of high severity: ${first.title}${others}.`,
        'Open Incident',
      )
      .then((choice) => {
        if (choice !== undefined)
          return runCommand('azimuth.openIncident', {
            item: treeItem(first.title),
            tenant: { incident: first },
          });
        return undefined;
      });
  });
}
