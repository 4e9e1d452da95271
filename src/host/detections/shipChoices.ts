import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ShipPlan } from '../../detections/ship/plan.ts';
import type { Azure } from '../azure/azure.ts';
import { ruleFiles } from './ruleDocuments.ts';

/** The folder whose rules are meant; absolute. */
export async function chooseRuleFolder(title: string): Promise<string | undefined> {
  const folders = [...new Set((await ruleFiles()).map(({ fsPath }) => dirname(fsPath)))].sort();
  const [first, ...more] = folders;
  if (first === undefined) {
    void vscode.window.showInformationMessage('This workspace has no rules yet: "New Rule" begins one.');
    return undefined;
  }
  if (more.length === 0) return first;
  const chosen = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: vscode.workspace.asRelativePath(folder), folder })),
    { title, placeHolder: 'The folder of the rules; folders below it belong to it' },
  );
  return chosen?.folder;
}

/** ARM id of a Sentinel workspace that a connection names. */
export async function chooseWorkspace(azure: Azure, title: string): Promise<string | undefined> {
  const { connections } = await azure.settings();
  const items = connections.flatMap(({ name, workspaceId }) =>
    workspaceId === undefined ? [] : [{ label: name, description: workspaceId }],
  );
  if (items.length === 0) {
    const next = await vscode.window.showInformationMessage(
      'No connection names a Sentinel workspace: give one its "workspaceId", the ARM id.',
      'Open Settings',
    );
    if (next !== undefined)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'azimuth.connections');
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'The workspace' });
  return chosen?.description;
}

/** The name of each rule that the plan deletes, typed by the person; undefined where one is not. */
export async function retypedNames(steps: ShipPlan['steps']): Promise<readonly string[] | undefined> {
  const typed: string[] = [];
  for (const { action, title } of steps) {
    if (action !== 'delete') continue;
    const name = await vscode.window.showInputBox({
      title: 'Delete Rule',
      prompt: `Type "${title}" to delete it from the workspace`,
      validateInput: (text) => (text === title ? undefined : 'This is not its name'),
    });
    if (name !== title) return undefined;
    typed.push(name);
  }
  return typed;
}
