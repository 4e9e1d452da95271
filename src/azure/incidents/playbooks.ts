import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { mayHaveApplied } from '../outcome.ts';
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

/** What is known of a start: that it was refused, that a run is there, or neither. */
export type PlaybookOutcome =
  | { readonly kind: 'started'; readonly run: PlaybookRun }
  | { readonly kind: 'unseen'; readonly error: unknown }
  | { readonly kind: 'refused'; readonly error: unknown };

/**
 * Starts a playbook on an incident and follows its run to the end, or as far as it may be followed. The start names no run: it is
 * the first that began after it. A start whose answer was lost is known by its run.
 */
export async function runPlaybook(
  client: AzureClient,
  sentinel: Sentinel,
  incident: string,
  playbook: Playbook,
  onStatus: (status: string) => void,
  {
    signal,
    interval = 2_000,
    polls = POLLS,
  }: { readonly signal?: AbortSignal; readonly interval?: number; readonly polls?: number } = {},
): Promise<PlaybookOutcome> {
  const list = () => runsOf(client, playbook, sentinel.place.tenant, signal);
  const before = new Set((await list()).map(({ id }) => id));
  let lost: unknown;
  try {
    await sentinel.runPlaybook(incident, playbook.id, signal);
  } catch (error) {
    if (!mayHaveApplied(error)) return { kind: 'refused', error };
    lost = error;
  }
  let last: PlaybookRun | undefined;
  try {
    for (let poll = 0; poll < polls; poll++) {
      last = (await list()).findLast(({ id }) => !before.has(id)) ?? last;
      if (last) {
        onStatus(last.status);
        if (!GOING_ON.has(last.status)) break;
      }
      await client.pause(interval, signal);
    }
  } catch (error) {
    lost ??= error;
  }
  return last ? { kind: 'started', run: last } : { kind: 'unseen', error: lost };
}

const GOING_ON = new Set(['', 'NotSpecified', 'Paused', 'Running', 'Waiting', 'Suspended']);

/** The newest first, as the service gives them. */
async function runsOf(
  client: AzureClient,
  playbook: Playbook,
  tenant: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly PlaybookRun[]> {
  const { items } = await new Pages(client, {
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
  return items.map((run) => ({ id: textOf(run['name']), status: textOf(propertiesOf(run)['status']) }));
}

function propertiesOf(item: JsonObject): JsonObject {
  return isRecord(item['properties']) ? item['properties'] : {};
}
