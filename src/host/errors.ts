import * as vscode from 'vscode';
import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { CommandId } from './commands.ts';

interface Remedy {
  readonly label: string;
  readonly command: CommandId | 'workbench.trust.manage';
}

const SIGN_IN: readonly Remedy[] = [{ label: 'Sign In...', command: 'azimuth.signIn' }];

/** What can be offered as buttons for an expected failure, by its code. */
const REMEDIES: Readonly<Record<string, readonly Remedy[]>> = {
  'host.untrusted': [{ label: 'Manage Trust', command: 'workbench.trust.manage' }],
  'host.no-case': [
    { label: 'Open Case...', command: 'azimuth.openCase' },
    { label: 'Open Sample', command: 'azimuth.openSample' },
  ],
  'azure.sign-in': SIGN_IN,
  'azure.claims-challenge': SIGN_IN,
  'azure.token-refused': SIGN_IN,
  'host.no-rows': [{ label: 'New Notebook', command: 'azimuth.newNotebook' }],
};

/** An expected failure in one paragraph: what happened, what is unharmed, what to do next. */
export function errorText(error: AzimuthError): string {
  const { unharmed, next = [] } = error.guidance;
  return [error.message, unharmed && sentence(unharmed), ...next].filter((part) => part).join(' ');
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1).replace(/\.?$/, '.')}`;
}

/** Shows an error where the person is; the log has all of it, and a defect of ours says so. */
export function createErrorReporter(log: vscode.LogOutputChannel): (error: unknown) => void {
  return (error) => {
    if (isCancellation(error) || error instanceof vscode.CancellationError) return;
    const shown = error instanceof AzimuthError ? expected(error, log) : unexpected(error, log);
    shown.then(undefined, (failure: unknown) => log.error(String(failure)));
  };
}

async function expected(error: AzimuthError, log: vscode.LogOutputChannel): Promise<void> {
  log.warn(`${error.code}: ${errorText(error)}`);
  const remedies = REMEDIES[error.code] ?? [];
  const labels = remedies.map(({ label }) => label);
  const chosen = await vscode.window.showErrorMessage(errorText(error), ...labels, 'Show Log');
  if (chosen === 'Show Log') log.show(true);
  const remedy = remedies.find(({ label }) => label === chosen);
  if (remedy) await vscode.commands.executeCommand(remedy.command);
}

async function unexpected(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  const text = `Azimuth failed where it should not have: ${message}`;
  if ((await vscode.window.showErrorMessage(text, 'Show Log')) !== undefined) log.show(true);
}
