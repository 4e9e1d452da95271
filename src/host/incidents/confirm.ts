import * as vscode from 'vscode';
import type { TriageOutcome } from '../../azure/incidents/triage.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { TenantChange } from '../../domain/tenant.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { json, type RecordDocuments } from '../record/recordDocuments.ts';

/** What a plan of any kind shows before it is sent. */
export interface ShownPlan {
  readonly title: string;
  readonly request: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The exact fields before and after; true when the person says to send it. */
export async function confirmed({ title, request, before, after }: ShownPlan): Promise<boolean> {
  const lines = Object.keys(after).map((name) => `${name}: ${shown(before[name])} → ${shown(after[name])}`);
  const detail = [request, '', ...lines].join('\n');
  return (await vscode.window.showInformationMessage(title, { modal: true, detail }, 'Send')) === 'Send';
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Runs with progress and cancel, and writes into the case's journal how it ended. */
export async function sent(
  title: string,
  run: (signal: AbortSignal) => Promise<TriageOutcome>,
  change: (outcome: TriageOutcome) => TenantChange,
  openCase: OpenCase,
): Promise<TriageOutcome> {
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => run(abortSignalOf(token)),
  );
  if (openCase.state.kind === 'open') await (await openCase.session()).recordChange(change(outcome));
  return outcome;
}

/** Says how it ended. A conflict shows both versions; true when the person wants theirs put on the other's. */
export async function told(
  plan: ShownPlan,
  outcome: TriageOutcome,
  documents: RecordDocuments,
): Promise<boolean> {
  if (outcome.kind === 'applied') {
    void vscode.window.showInformationMessage(`Done and read back: ${plan.title}.`);
    return false;
  }
  if (outcome.kind === 'conflict') {
    await documents.show('yours.json', json(plan.after), vscode.ViewColumn.Active);
    await documents.show('theirs.json', json(outcome.theirs));
    const choice = await vscode.window.showWarningMessage(
      `${plan.title}: someone changed it in the meantime. Theirs is in place and yours is kept; both are shown.`,
      'Apply Mine',
      'Keep Theirs',
    );
    return choice === 'Apply Mine';
  }
  if (outcome.applied === 'unknown')
    throw new AzimuthError('triage.unknown', `${plan.title}: it is not known whether it was applied.`, {
      unharmed: 'nothing else was changed',
      next: ['Refresh when the connection is back, and look at the incident before you try again.'],
    });
  throw outcome.error;
}
