import { type Call, refuse, type Reply } from './http.ts';
import type { Sentinel } from './sentinel.ts';

/** A Logic App, or a workflow of a site of the Standard plan. */
export interface Playbook {
  readonly id: string;
  readonly name: string;
  readonly location: string;
}

const HOST = '/hostruntime/runtime/webhooks/workflow/api/management';

type Run = Sentinel['runs'][number];

/** Workflows of both plans, and their runs: one that was looked at has ended by the next look. */
export class LogicApps {
  readonly #playbooks: readonly Playbook[];
  readonly #sentinels: readonly Sentinel[];

  constructor(playbooks: readonly Playbook[], sentinels: readonly Sentinel[]) {
    this.#playbooks = playbooks;
    this.#sentinels = sentinels;
  }

  /** @param allow refuses where the action may not be done at the scope */
  handle({ path }: Call, allow: (action: string, scope: string) => void): Reply {
    if (/\/Microsoft\.Logic\/workflows$/i.test(path))
      return list(this.#playbooks.filter(({ id }) => !site(id)).map(shown));
    if (/\/Microsoft\.Web\/sites$/i.test(path)) {
      allow('Microsoft.Web/sites/read', path);
      return list(this.#sites().map(siteShown));
    }
    const [, own = '', name] = /^(.*\/sites\/[^/]+)\/workflows(?:\/([^/]+))?$/i.exec(path) ?? [];
    if (own !== '' && name === undefined)
      return list(this.#playbooks.filter(({ id }) => same(site(id) ?? '', own)).map(shown));
    const plain = path.replace(HOST, '');
    const playbook =
      this.#playbooks.find(({ id }) => plain.toLowerCase().startsWith(id.toLowerCase())) ??
      refuse(404, 'ResourceNotFound', `The Resource '${path}' was not found.`);
    const [, part, run] = plain.slice(playbook.id.length).split('/');
    if (part === undefined) return { status: 200, body: shown(playbook) };
    if (part !== 'runs') refuse(404, 'NotFound', 'There is no such part');
    allow('Microsoft.Logic/workflows/runs/read', playbook.id);
    return this.#runs(playbook, run);
  }

  #sites(): readonly string[] {
    return [...new Set(this.#playbooks.map(({ id }) => site(id)).filter((id) => id !== undefined))];
  }

  #runs(playbook: Playbook, name: string | undefined): Reply {
    const runs = this.#sentinels
      .flatMap((sentinel) => sentinel.runs)
      .filter((each) => same(each.playbook, playbook.id));
    if (name === undefined) {
      const newestFirst = [...runs].reverse().map((run) => runShown(playbook, run));
      for (const run of runs) run.status = 'Succeeded';
      return list(newestFirst);
    }
    const found = runs.find(({ id }) => id === name) ?? refuse(404, 'NotFound', `${name} was not found`);
    const reply = { status: 200, body: runShown(playbook, found) };
    found.status = 'Succeeded';
    return reply;
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const list = (value: readonly object[]): Reply => ({ status: 200, body: { value } });
const site = (id: string): string | undefined => /^.*\/sites\/[^/]+/i.exec(id)?.[0];

function shown({ id, name, location }: Playbook): object {
  const own = site(id);
  if (own !== undefined)
    return {
      id,
      name: `${own.split('/').at(-1)}/${name}`,
      type: 'Microsoft.Web/sites/workflows',
      kind: 'Stateful',
      location,
      properties: { files: null, flowState: 'Enabled', health: { state: 'Healthy' } },
    };
  return {
    id,
    name,
    type: 'Microsoft.Logic/workflows',
    location,
    tags: { 'hidden-SentinelTemplateName': name },
    properties: { state: 'Enabled', provisioningState: 'Succeeded' },
  };
}

function siteShown(id: string): object {
  return {
    id,
    name: id.split('/').at(-1),
    type: 'Microsoft.Web/sites',
    kind: 'functionapp,workflowapp',
    properties: { state: 'Running' },
  };
}

function runShown(playbook: Playbook, { id, started, status }: Run): object {
  return {
    id: `${playbook.id}/runs/${id}`,
    name: id,
    type: 'Microsoft.Logic/workflows/runs',
    properties: {
      status,
      startTime: started,
      ...(status === 'Running' ? {} : { endTime: new Date().toISOString() }),
    },
  };
}
