import { counted } from '../../base/counts.ts';
import * as vscode from 'vscode';
import { AlertRules } from '../../azure/alertRules.ts';
import { carryOut, type ShipResult } from '../../detections/ship/apply.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import type { Azure } from '../azure/azure.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { chooseRuleFolder, chooseWorkspace, retypedNames } from './shipChoices.ts';

export interface ShipServices {
  readonly azure: Azure;
  readonly rules: RuleServer;
  readonly documents: RecordDocuments;
}

type Planned = RuleCalls['shipPlan']['result'];

/** Compares a folder's rules with a workspace, shows the plan, and sends it when the person says so. */
export async function deployRules(services: ShipServices): Promise<void> {
  const folder = await chooseRuleFolder('Deploy Rules');
  const workspace = folder && (await chooseWorkspace(services.azure, 'Deploy Rules'));
  if (!workspace) return;
  const options = await vscode.window.showQuickPick(
    [
      { label: 'New rules arrive switched off', picked: true, option: 'disabled' as const },
      { label: 'Write over what was changed in the workspace', picked: false, option: 'overwrite' as const },
    ],
    { title: 'Deploy Rules', canPickMany: true, placeHolder: 'How the plan is made; nothing is sent yet' },
  );
  if (!options) return;
  const api = await alertRules(services.azure, workspace);
  const deployed = await busy('Reading the rules of the workspace', (signal) => api.list(signal));
  const remove = await chooseRemovals(services, folder, deployed);
  if (!remove) return;
  const planned = await services.rules.call('shipPlan', [
    {
      folder,
      workspace,
      deployed,
      now: new Date().toISOString(),
      disabled: options.some(({ option }) => option === 'disabled'),
      overwriteDrift: options.some(({ option }) => option === 'overwrite'),
      remove,
    },
  ]);
  await send(services, api, planned, folder);
}

/** Takes back what a deployment did, by the result that it left beside the rules. */
export async function rollbackRules(services: ShipServices): Promise<void> {
  const found = await vscode.workspace.findFiles('**/*.result.json', undefined, 200);
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => (a.label < b.label ? 1 : -1));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no result of a deployment here: "Deploy Rules" leaves one beside the rules.',
    );
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Roll Back Rules',
    placeHolder: 'The deployment that is to be taken back',
  });
  if (!chosen) return;
  const planned = await services.rules.call('rollbackPlan', [
    { result: chosen.uri.fsPath, now: new Date().toISOString() },
  ]);
  await send(services, await alertRules(services.azure, planned.plan.workspace), planned, planned.folder);
}

/** Writes the workspace's rules as files, over those of the same id. */
export async function pullRules({ azure, rules }: ShipServices): Promise<void> {
  const folder = await chooseRuleFolder('Pull Rules');
  const workspace = folder && (await chooseWorkspace(azure, 'Pull Rules'));
  if (!workspace) return;
  const api = await alertRules(azure, workspace);
  const deployed = await busy('Reading the rules of the workspace', (signal) => api.list(signal));
  const sure = await vscode.window.showInformationMessage(
    `Write ${deployed.length} rules into ${vscode.workspace.asRelativePath(folder)}?`,
    { modal: true, detail: 'A file of a rule with the same id is written over.' },
    'Write',
  );
  if (sure !== 'Write') return;
  const files = await rules.call('pulled', [{ folder, workspace, deployed }]);
  void vscode.window.showInformationMessage(`${files.length} rules were pulled.`);
}

async function alertRules(azure: Azure, workspace: string): Promise<AlertRules> {
  const { tenant } = await azure.settings();
  return new AlertRules(await azure.client(), workspace, tenant);
}

/** Rules that only the workspace has are left alone unless they are chosen here; each name is typed before it is deleted. */
async function chooseRemovals(
  { rules }: ShipServices,
  folder: string,
  deployed: Awaited<ReturnType<AlertRules['list']>>,
): Promise<readonly string[] | undefined> {
  const foreign = await rules.call('onlyDeployed', [{ folder, deployed }]);
  if (foreign.length === 0) return [];
  const chosen = await vscode.window.showQuickPick(
    foreign.map(({ id, title }) => ({ label: title, description: id })),
    {
      title: 'Deploy Rules',
      canPickMany: true,
      placeHolder: 'Rules that only the workspace has; choose those that are to be deleted, or none',
    },
  );
  return chosen?.map(({ description }) => description);
}

async function send(
  { rules, documents }: ShipServices,
  api: AlertRules,
  { plan, text, path }: Planned,
  folder: string,
): Promise<void> {
  await documents.show('Plan.txt', text);
  if (plan.steps.length === 0) {
    void vscode.window.showInformationMessage(
      'The workspace has what the folder has: nothing is to be sent.',
    );
    return;
  }
  const count = counted(plan.steps.length, 'change');
  const sure = await vscode.window.showInformationMessage(
    `Send ${count} to ${plan.workspace.split('/').at(-1) ?? plan.workspace}?`,
    { modal: true, detail: plan.steps.map(({ action, title }) => `${action} ${title}`).join('\n') },
    'Send',
  );
  if (sure !== 'Send') return;
  const typed = await retypedNames(plan.steps);
  if (!typed) return;
  const result = await busy('Sending rules', (signal, report) =>
    carryOut(plan, api, typed, ({ title, outcome }) => report(`${title}: ${outcome}`), signal),
  );
  const written = await rules.call('shipped', [{ folder, plan: path, result }]);
  await tell(result, written);
}

async function tell({ steps }: ShipResult, written: string): Promise<void> {
  const done = steps.filter(({ outcome }) => outcome === 'done').length;
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  const text = `${done} of ${steps.length} changes were made${failed ? `; ${failed.title}: ${failed.problem ?? 'failed'}` : '.'}`;
  const show = failed ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const next = await show(text, 'Open Result', 'Roll Back...');
  if (next === 'Open Result') await vscode.window.showTextDocument(vscode.Uri.file(written));
  else if (next === 'Roll Back...') await vscode.commands.executeCommand('azimuth.rollbackRules');
}

function busy<T>(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => work(abortSignalOf(token), (message) => progress.report({ message })),
    ),
  );
}
