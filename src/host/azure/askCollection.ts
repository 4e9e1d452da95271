import * as vscode from 'vscode';
import type { DirectoryPlace } from '../../azure/collect/listSources.ts';
import type { CollectTenant } from '../../azure/collect/tenants.ts';
import type { Containers, EntraTenant } from '../../azure/resources/containers.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import type { Collection } from '../../domain/tenant.ts';
import type { Azure } from './azure.ts';

const DIRECTORY = 'directory';

interface Choice extends vscode.QuickPickItem {
  readonly name: string;
}

/** Asks for a connection, a table and a window, and where there are several for the tenants; undefined where the person left. */
export async function askCollection(
  azure: Azure,
  suggested: TimeWindow | undefined,
): Promise<readonly Collection[] | undefined> {
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
  const tenants = from.name === DIRECTORY ? await askTenants(azure) : [];
  if (tenants === undefined) return undefined;
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
  if (from.name !== DIRECTORY) return [{ connection: from.name, table, window }];
  const places = table === 'AzureActivity' ? await askSubscriptions(azure, tenants) : tenants.map(placeOf);
  if (places.length === 0) throw noSubscription();
  const client = await azure.client();
  return places.flatMap((place) => {
    const source = directorySource(client, table, place);
    return source ? [{ connection: source.connection, table, window }] : [];
  });
}

/** One of the account's own that is not named stays without a name. */
const placeOf = ({ id }: CollectTenant): DirectoryPlace => (id === undefined ? {} : { tenant: id });

/** Whose logs; asked where there are several tenants. Undefined where the person left. */
async function askTenants(azure: Azure): Promise<readonly CollectTenant[] | undefined> {
  const [{ collectTenants }, { Containers }] = await Promise.all([
    import('../../azure/collect/tenants.ts'),
    import('../../azure/resources/containers.ts'),
  ]);
  const [client, { tenant, connections }] = [await azure.client(), await azure.settings()];
  const tenants = collectTenants(tenant, await listed(new Containers(client, tenant)), connections);
  if (tenants.length < 2) return tenants;
  const chosen = await vscode.window.showQuickPick(
    tenants.map((each, index) => ({
      label: each.name,
      ...(each.id === undefined ? {} : { description: each.id }),
      picked: index === 0,
      tenant: each,
    })),
    { title: 'Collect Table', placeHolder: 'Tenants; each is collected by itself', canPickMany: true },
  );
  return chosen && chosen.length > 0 ? chosen.map((each) => each.tenant) : undefined;
}

/** Those of the connections can be collected from where the others cannot be listed. */
async function listed(containers: Containers): Promise<readonly EntraTenant[]> {
  try {
    return (await containers.tenants()).items;
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
    return [];
  }
}

/** The activity log is kept per subscription. */
async function askSubscriptions(
  azure: Azure,
  tenants: readonly CollectTenant[],
): Promise<readonly DirectoryPlace[]> {
  const { listSubscriptions } = await import('../../azure/resources/subscriptions.ts');
  const client = await azure.client();
  const choices: (vscode.QuickPickItem & { readonly place?: DirectoryPlace })[] = [];
  for (const tenant of tenants) {
    const { items, problem } = await listSubscriptions(client, tenant.id);
    if (tenants.length > 1 || problem)
      choices.push({
        label: problem ? `${tenant.name}: ${problem.message}` : tenant.name,
        kind: vscode.QuickPickItemKind.Separator,
      });
    for (const { id, name } of items)
      choices.push({ label: name, description: id, place: { ...placeOf(tenant), subscription: id } });
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Collect Table',
    placeHolder: 'Subscriptions; each is collected by itself',
    canPickMany: true,
  });
  return (chosen ?? []).flatMap(({ place }) => place ?? []);
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
