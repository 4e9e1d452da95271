import * as vscode from 'vscode';
import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { CommandId } from './commands.ts';

/** What can be offered as a button for an expected failure, by its code. */
const REMEDIES: Readonly<
  Record<string, { readonly label: string; readonly command: CommandId | 'workbench.trust.manage' }>
> = {
  'host.untrusted': { label: 'Manage Trust', command: 'workbench.trust.manage' },
  'host.no-case': { label: 'Open Case...', command: 'azimuth.openCase' },
  'azure.sign-in': { label: 'Sign In...', command: 'azimuth.signIn' },
  'azure.claims-challenge': { label: 'Sign In...', command: 'azimuth.signIn' },
  'azure.token-refused': { label: 'Sign In...', command: 'azimuth.signIn' },
  'host.no-rows': { label: 'New Notebook', command: 'azimuth.newNotebook' },
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
  const remedy = REMEDIES[error.code];
  const labels = remedy ? [remedy.label] : [];
  const chosen = await vscode.window.showErrorMessage(errorText(error), ...labels, 'Show Log');
  if (chosen === 'Show Log') log.show(true);
  else if (remedy && chosen === remedy.label) await vscode.commands.executeCommand(remedy.command);
}

async function unexpected(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  const text = `Azimuth failed where it should not have: ${message}`;
  if ((await vscode.window.showErrorMessage(text, 'Show Log')) !== undefined) log.show(true);
}
