import { setTimeout as delay } from 'node:timers/promises';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { Pages } from '../pipeline/paging.ts';
import type { Sentinel } from './sentinel.ts';

const VERSION = '2019-05-01';

export interface Playbook {
  /** ARM id of the Logic App. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

export interface PlaybookRun {
  readonly id: string;
  readonly status: string;
}

/** Logic Apps of the workspace's subscription. */
export async function listPlaybooks(
  client: AzureClient,
  sentinel: Sentinel,
  signal?: AbortSignal,
): Promise<readonly Playbook[]> {
  const { workspace, tenant } = sentinel.place;
  const subscription = workspace.split('/').slice(0, 3).join('/');
  const pages = new Pages(client, {
    plane: 'arm',
    url: `${subscription}/providers/Microsoft.Logic/workflows?api-version=${VERSION}`,
    what: 'list playbooks',
    need: {
      kind: 'role',
      role: 'Logic App Operator',
      scope: subscription,
      action: 'Microsoft.Logic/workflows/read',
    },
    ...(tenant === undefined ? {} : { tenant }),
  });
  return (await pages.all(signal)).map((item) => ({
    id: textOf(item['id']),
    name: textOf(item['name']),
    enabled: textOf(propertiesOf(item)['state']) !== 'Disabled',
  }));
}

/** Polls of a run's list before its run has to be there, and of the run until its end. */
const POLLS = 60;

/**
 * Starts a playbook on an incident and follows its run to the end. The start names no run: it is the first that began
 * after it. Gives undefined where none was seen.
 */
export async function runPlaybook(
  client: AzureClient,
  sentinel: Sentinel,
  incident: string,
  playbook: Playbook,
  onStatus: (status: string) => void,
  { signal, interval = 2_000 }: { readonly signal?: AbortSignal; readonly interval?: number } = {},
): Promise<PlaybookRun | undefined> {
  const { tenant } = sentinel.place;
  const list = () =>
    new Pages(client, {
      plane: 'arm',
      url: `${playbook.id}/runs?api-version=${VERSION}&$top=10`,
      what: "follow the playbook's run",
      need: {
        kind: 'role',
        role: 'Logic App Operator',
        scope: playbook.id,
        action: 'Microsoft.Logic/workflows/runs/read',
      },
      ...(tenant === undefined ? {} : { tenant }),
    }).read(signal);
  const before = new Set((await list()).items.map((run) => textOf(run['name'])));
  await sentinel.runPlaybook(incident, playbook.id, signal);
  let last: PlaybookRun | undefined;
  for (let poll = 0; poll < POLLS; poll++) {
    const run = (await list()).items.filter((each) => !before.has(textOf(each['name']))).at(-1);
    if (run) {
      last = { id: textOf(run['name']), status: textOf(propertiesOf(run)['status']) };
      onStatus(last.status);
      if (!['Running', 'Waiting', ''].includes(last.status)) return last;
    }
    await delay(interval, undefined, signal ? { signal } : {});
  }
  return last;
}

function propertiesOf(item: JsonObject): JsonObject {
  return isRecord(item['properties']) ? item['properties'] : {};
}
