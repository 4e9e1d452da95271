import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { AzureFault } from '../faults/fault.ts';
import { mayHaveApplied } from '../outcome.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { Pages } from '../pipeline/paging.ts';
import type { Playbook } from './playbooks.ts';
import { propertiesOf, type Sentinel } from './sentinel.ts';

export interface PlaybookRun {
  readonly id: string;
  readonly status: string;
  /** Why it ended otherwise than well, in the service's words; '' where it says nothing. */
  readonly why: string;
}

/** Whether a run is not at its end. */
export const goesOn = ({ status }: Pick<PlaybookRun, 'status'>): boolean =>
  GOING_ON.has(status.toLowerCase());

/**
 * What is known of a start: that its run is there (`certain` is false where others began at the same time), that Sentinel took it and no
 * run could be seen, that neither is known, or that it was refused.
 */
export type PlaybookOutcome =
  | { readonly kind: 'started'; readonly run: PlaybookRun; readonly certain: boolean }
  | { readonly kind: 'accepted'; readonly error: unknown }
  | { readonly kind: 'unseen'; readonly error: unknown }
  | { readonly kind: 'refused'; readonly error: unknown };

interface Following {
  readonly onStatus: (status: string) => void;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Looks until the run has to be there, and until it has to be at its end. */
  readonly polls: number;
}

/** Runs that a look at the list shows: the newest are enough, the others were there before. */
const SHOWN = 50;
const GOING_ON = new Set(['', 'notspecified', 'paused', 'running', 'waiting', 'suspended']);

/** Starts of one playbook from here wait until the run of the one before is seen: the run that is new is then that of the start. */
const starting = new Map<string, Promise<unknown>>();

/** Starts a playbook on an incident and follows its run to the end, or as far as it may be followed. The start itself names no run. */
export async function runPlaybook(
  client: AzureClient,
  sentinel: Sentinel,
  incident: string,
  playbook: Playbook,
  onStatus: (status: string) => void,
  { signal, interval = 2_000, polls = 60 }: Partial<Following> = {},
): Promise<PlaybookOutcome> {
  const following = { onStatus, signal, interval, polls };
  const runs = new Runs(client, playbook, sentinel.place.tenant);
  const key = playbook.id.toLowerCase();
  const started = (starting.get(key) ?? Promise.resolve()).then(() =>
    start(client, sentinel, incident, playbook, runs, following),
  );
  const settled = started.catch(() => undefined);
  starting.set(key, settled);
  try {
    const outcome = await started;
    return outcome.kind === 'started' ? await follow(client, runs, outcome, following) : outcome;
  } finally {
    if (starting.get(key) === settled) starting.delete(key);
  }
}

type Started = PlaybookOutcome & { readonly kind: 'started' };

async function start(
  client: AzureClient,
  sentinel: Sentinel,
  incident: string,
  playbook: Playbook,
  runs: Runs,
  { signal, interval, polls }: Following,
): Promise<PlaybookOutcome> {
  signal?.throwIfAborted();
  let before: ReadonlySet<string>;
  let unreadable: unknown;
  try {
    before = new Set((await runs.list(signal)).map(({ id }) => id));
  } catch (error) {
    // Who may run playbooks need not be allowed to see their runs.
    if (!(error instanceof AzureFault) || error.code !== 'azure.missing-role') throw error;
    [before, unreadable] = [new Set(), error];
  }
  let lost: unknown;
  try {
    await sentinel.runPlaybook(incident, playbook.id, signal);
  } catch (error) {
    if (!mayHaveApplied(error)) return { kind: 'refused', error };
    lost = error;
  }
  const kind = lost === undefined ? 'accepted' : 'unseen';
  if (unreadable !== undefined) return { kind, error: lost ?? unreadable };
  try {
    for (let poll = 0; poll < polls; poll++) {
      const fresh = (await runs.list(signal)).filter(({ id }) => !before.has(id));
      // The newest come first.
      const run = fresh.at(-1);
      if (run) return { kind: 'started', run, certain: fresh.length === 1 };
      await client.pause(interval, signal);
    }
  } catch (error) {
    lost ??= error;
  }
  return { kind, error: lost };
}

/** To its end, or as far as it can be seen. */
async function follow(
  client: AzureClient,
  runs: Runs,
  started: Started,
  { onStatus, signal, interval, polls }: Following,
): Promise<Started> {
  let { run } = started;
  onStatus(run.status);
  try {
    for (let poll = 0; poll < polls && goesOn(run); poll++) {
      await client.pause(interval, signal);
      run = await runs.read(run.id, signal);
      onStatus(run.status);
    }
  } catch {
    // It was started, whoever looks at it or not; what is said of it is what was seen last.
  }
  return { ...started, run };
}

/** The runs of one playbook. */
class Runs {
  readonly #client: AzureClient;
  readonly #playbook: Playbook;
  readonly #tenant: string | undefined;

  constructor(client: AzureClient, playbook: Playbook, tenant: string | undefined) {
    this.#client = client;
    this.#playbook = playbook;
    this.#tenant = tenant;
  }

  /** The newest first, as the service gives them. */
  async list(signal: AbortSignal | undefined): Promise<readonly PlaybookRun[]> {
    const { items } = await new Pages(this.#client, this.#request('', `&$top=${SHOWN}`)).read(signal);
    return items.map(runOf).filter(({ id }) => id !== '');
  }

  async read(id: string, signal: AbortSignal | undefined): Promise<PlaybookRun> {
    const { body } = await this.#client.send({
      ...this.#request(`/${encodeURIComponent(id)}`, ''),
      ...(signal ? { signal } : {}),
    });
    return { ...runOf(isRecord(body) ? body : {}), id };
  }

  #request(path: string, more: string): AzureRequest {
    const { id, runs, version } = this.#playbook;
    const action = /\/microsoft\.web\//i.test(id)
      ? 'Microsoft.Web/sites/hostruntime/webhooks/api/workflows/runs/read'
      : 'Microsoft.Logic/workflows/runs/read';
    return {
      plane: 'arm',
      url: `${runs}${path}?api-version=${version}${more}`,
      what: "follow the playbook's run",
      need: { kind: 'role', role: 'Logic App Operator', scope: id, action },
      ...(this.#tenant === undefined ? {} : { tenant: this.#tenant }),
    };
  }
}

function runOf(item: JsonObject): PlaybookRun {
  const properties = propertiesOf(item);
  const error = isRecord(properties['error']) ? properties['error'] : {};
  const code = textOf(error['code']) || textOf(properties['code']);
  const status = textOf(properties['status']);
  const why = textOf(error['message']) || (code === 'OK' || code === status ? '' : code);
  return { id: textOf(item['name']), status, why };
}
