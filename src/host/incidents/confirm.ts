import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { changeOf, type ChangeOutcome, unsent } from '../../azure/outcome.ts';
import { AzimuthError, isCancellation } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { PlannedChange, TenantChange } from '../../domain/tenant.ts';
import type { Azure } from '../azure/azure.ts';
import { errorText } from '../errors.ts';
import { json, type RecordDocuments } from '../record/recordDocuments.ts';

/** What a plan of any kind shows before it is sent. */
export interface ShownPlan {
  readonly title: string;
  /** What it is about, by its own name. */
  readonly subject?: string;
  readonly request: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The exact fields before and after; true when the person says to send it. */
export async function confirmed({ title, subject, request, before, after }: ShownPlan): Promise<boolean> {
  const lines = Object.keys(after)
    .map((name) => ({ name, from: shown(before[name]), to: shown(after[name]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => `${name}: ${from} → ${to}`);
  const detail = [...(subject === undefined ? [] : [subject, '']), ...lines, '', request].join('\n');
  return (await vscode.window.showInformationMessage(title, { modal: true, detail }, 'Send')) === 'Send';
}

/** As text where it is one, also as the only member of a record that says something. */
function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return 'none';
  if (isRecord(value)) {
    const filled = Object.fromEntries(
      Object.entries(value).filter(([, each]) => each !== null && each !== ''),
    );
    const [only, ...others] = Object.values(filled);
    if (only === undefined) return 'none';
    if (others.length === 0) return shown(only);
    return cut(JSON.stringify(filled));
  }
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** What is done sooner shows no progress. Milliseconds. */
const SHORT = 400;

/**
 * Runs with progress and cancel where it takes a moment. A progress that flashes by is one notification more: VS Code shows three
 * within 800 ms, and the one that says how it ended would not be seen.
 */
async function withProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const running = run(abort.signal);
  const ended = running.then(
    () => true,
    () => true,
  );
  if (await Promise.race([ended, delay(SHORT, false, { ref: false })])) return running;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return running;
    },
  );
}

/** What sends a change, and where what became of it is written and shown. */
export interface Sending {
  readonly azure: Azure;
  readonly documents: RecordDocuments;
  readonly plan: Pick<ShownPlan, 'title' | 'after'>;
  /** Rejects only where nothing was sent. */
  readonly run: (signal: AbortSignal) => Promise<ChangeOutcome>;
  /** For the journal. */
  readonly about: PlannedChange;
}

/**
 * Writes into the journal what is about to be sent, runs with progress and cancel, and writes how it ended; what cannot be written
 * down is not sent. One that is not known is read back as often as the person wants it; each look is in the journal.
 */
export async function sent({ azure, documents, plan, run, about }: Sending): Promise<ChangeOutcome> {
  try {
    await announced(azure, about);
  } catch (error) {
    return { kind: 'failed', error, applied: 'no' };
  }
  let outcome = await withProgress(plan.title, (signal) => run(signal).catch(unsent));
  await journaled(azure, changeOf(about, outcome));
  while (outcome.kind === 'failed' && outcome.lookAgain && (await wantsLook(plan, documents))) {
    outcome = await withProgress(`Reading back: ${plan.title}`, outcome.lookAgain);
    await journaled(azure, changeOf(about, outcome));
  }
  return outcome;
}

/** Says that it is not known; true where it is to be read back now. What was sent is in sight until then. */
async function wantsLook(
  { title, after }: Pick<ShownPlan, 'title' | 'after'>,
  documents: RecordDocuments,
): Promise<boolean> {
  const message = `${title}: it is not known whether it was applied. Read it back when the connection is there, before you try again.`;
  for (;;) {
    const choice = await vscode.window.showErrorMessage(message, 'Read It Back', 'Show What Was Sent');
    if (choice !== 'Show What Was Sent') return choice === 'Read It Back';
    await documents.show('sent.json', json(after));
  }
}

/** The journal's line before something is sent, which is all that is left of it where the window dies before the answer. */
export async function announced(
  azure: Azure,
  { title, target, before, after }: PlannedChange,
): Promise<void> {
  await azure.recordChange({ title, target, before, after, outcome: 'sending' });
}

/** A journal that cannot be written does not hide what happened in the tenant. */
export async function journaled(azure: Azure, change: TenantChange): Promise<void> {
  try {
    await azure.recordChange(change);
  } catch (error) {
    const why = error instanceof AzimuthError ? errorText(error) : String(error);
    void vscode.window.showErrorMessage(`${change.title} is not in the journal (${change.outcome}): ${why}`);
  }
}

/** Says how it ended; true when the person wants it tried again, on the other's version where there is one. */
export async function told(
  { title, after }: Pick<ShownPlan, 'title' | 'after'>,
  outcome: ChangeOutcome,
  documents: RecordDocuments,
): Promise<boolean> {
  if (outcome.kind === 'applied') {
    void vscode.window.showInformationMessage(`Done and read back: ${title}.`);
    return false;
  }
  if (outcome.kind === 'conflict') {
    await documents.show('yours.json', json(after), vscode.ViewColumn.Active);
    await documents.show('theirs.json', json(outcome.theirs));
    const choice = await vscode.window.showWarningMessage(
      `${title}: someone changed it in the meantime. Theirs is in place and yours is kept; both are shown.`,
      'Apply Mine',
      'Keep Theirs',
    );
    return choice === 'Apply Mine';
  }
  if (outcome.applied === 'unknown') return false;
  if (isCancellation(outcome.error)) {
    void vscode.window.showInformationMessage(`Cancelled, and nothing was changed: ${title}.`);
    return false;
  }
  return again(outcome.error, title, after, documents);
}

/** What a person wrote is kept in sight until it is sent or dropped; true for another try. */
export async function again(
  error: unknown,
  title: string,
  wanted: JsonObject,
  documents: RecordDocuments,
): Promise<boolean> {
  if (!(error instanceof AzimuthError)) throw error;
  const message = `${title} was not done. ${errorText(error)}`;
  for (;;) {
    const choice = await vscode.window.showErrorMessage(message, 'Try Again', 'Show What Was Not Sent');
    if (choice !== 'Show What Was Not Sent') return choice === 'Try Again';
    await documents.show('not-sent.json', json(wanted));
  }
}
