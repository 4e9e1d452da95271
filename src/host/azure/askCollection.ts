import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { Collection } from '../../domain/tenant.ts';
import type { Azure } from './azure.ts';

const DIRECTORY = 'directory';

interface Choice extends vscode.QuickPickItem {
  readonly name: string;
}

/** Asks for a connection, a table and a window; undefined where the person left. */
export async function askCollection(
  azure: Azure,
  suggested: TimeWindow | undefined,
): Promise<Collection | undefined> {
  const connections = await azure.list();
  const from = await vscode.window.showQuickPick<Choice>(
    [
      ...connections.map(({ name, label, kind }) => ({ name, label, description: kind })),
      {
        name: DIRECTORY,
        label: 'Tenant',
        description: 'sign-ins, audits, risk and activity, without a workspace',
      },
    ],
    { title: 'Collect Table (1/3)', placeHolder: 'Where from' },
  );
  if (!from) return undefined;
  const { DIRECTORY_TABLES, directorySource } = await import('../../azure/collect/listSources.ts');
  const tables =
    from.name === DIRECTORY
      ? DIRECTORY_TABLES
      : (await (await azure.connection(from.name)).schema()).tables.map(({ name }) => name);
  const table = await vscode.window.showQuickPick([...tables].sort(), {
    title: 'Collect Table (2/3)',
    placeHolder: 'Table',
  });
  if (table === undefined) return undefined;
  const window = await askWindow(suggested);
  if (!window) return undefined;
  if (from.name !== DIRECTORY) return { connection: from.name, table, window };
  const source = directorySource(await azure.client(), table, await homeOf(azure, table));
  if (!source) throw noSubscription();
  return { connection: source.connection, table, window };
}

async function homeOf(
  azure: Azure,
  table: string,
): Promise<{ readonly tenant?: string; readonly subscription?: string }> {
  const { tenant } = await azure.settings();
  const home = tenant === undefined ? {} : { tenant };
  if (table !== 'AzureActivity') return home;
  const { listSubscriptions } = await import('../../azure/resources/subscriptions.ts');
  const { items, problem } = await listSubscriptions(await azure.client(), tenant);
  const choices: (vscode.QuickPickItem & { readonly id?: string })[] = items.map(({ id, name }) => ({
    label: name,
    description: id,
    id,
  }));
  if (problem) choices.push({ label: problem.message, kind: vscode.QuickPickItemKind.Separator });
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Collect Table',
    placeHolder: 'Subscription',
  });
  return chosen?.id === undefined ? home : { ...home, subscription: chosen.id };
}

function noSubscription(): AzimuthError {
  return new AzimuthError(
    'collect.no-subscription',
    'The activity log is read per subscription, and none was chosen.',
    { unharmed: 'nothing was fetched' },
  );
}

async function askWindow(window: TimeWindow | undefined): Promise<TimeWindow | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Collect Table (3/3)',
    prompt: 'From and to in UTC, ISO 8601; the end is not included',
    value: window ? `${window.start}/${window.end}` : '',
    validateInput: (value) =>
      windowOf(value) ? undefined : 'START/END, such as 2026-03-01T00:00:00Z/2026-03-02T00:00:00Z',
  });
  return text === undefined ? undefined : windowOf(text);
}

/** As it was typed; undefined where it is no window. */
function windowOf(text: string): TimeWindow | undefined {
  const [start = '', end = '', ...more] = text.split('/').map((each) => each.trim());
  const times = [Date.parse(start), Date.parse(end)];
  if (more.length > 0 || !times.every(Number.isFinite) || (times[0] ?? 0) >= (times[1] ?? 0))
    return undefined;
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}
