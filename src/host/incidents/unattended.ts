import * as vscode from 'vscode';
import type { TenantIncident } from '../../domain/incident.ts';
import { runCommand } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import { unattendedAmong, untold, watch } from './attention.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

const TOLD = 'azimuth.incidents.told';

/** Critical incidents that nobody has taken for longer than the setting says. */
export function unattended(tenant: TenantIncidents): readonly TenantIncident[] {
  const minutes = vscode.workspace.getConfiguration('azimuth').get<number>('incidents.unattendedMinutes', 60);
  return unattendedAmong(tenant.items, (each) => tenant.priority(each).score, minutes, Date.now());
}

/**
 * Reads the loaded list again as often as the setting says, and says each unattended incident once, many in one notification.
 * @param memory of all windows: each case has one of its own, and the same incident is not to be told in each
 */
export function watchUnattended(tenant: TenantIncidents, memory: vscode.Memento): vscode.Disposable {
  const look = (): void => tellUnattended(tenant, memory);
  const watching = watch({
    isRead: () => tenant.signedIn && tenant.read !== undefined,
    refreshMinutes: () =>
      vscode.workspace.getConfiguration('azimuth').get<number>('incidents.refreshMinutes', 10),
    refresh: () => tenant.refresh(),
    look,
  });
  return vscode.Disposable.from(tenant.onDidRaise(look), watching);
}

function tellUnattended(tenant: TenantIncidents, memory: vscode.Memento): void {
  const { fresh, told } = untold(unattended(tenant), memory.get<readonly string[]>(TOLD) ?? []);
  const [first] = fresh;
  if (!first) return;
  void memory.update(TOLD, told);
  const others = fresh.length === 1 ? '' : `, and ${fresh.length - 1} more`;
  void vscode.window
    .showWarningMessage(`Nobody has taken a critical incident: ${first.title}${others}.`, 'Open Incident')
    .then((choice) => {
      if (choice === undefined) return undefined;
      return runCommand('azimuth.openIncident', { item: treeItem(first.title), tenant: { incident: first } });
    });
}
