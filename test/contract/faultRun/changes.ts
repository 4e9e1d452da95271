import assert from 'node:assert/strict';
import { pick, same } from '../../../src/azure/incidents/compare.ts';
import { Defender } from '../../../src/azure/incidents/defender.ts';
import { planComment, planTask, runComment, runTask } from '../../../src/azure/incidents/parts.ts';
import { Sentinel } from '../../../src/azure/incidents/sentinel.ts';
import {
  type IncidentChange,
  planTriage,
  runTriage,
  type TriageTarget,
} from '../../../src/azure/incidents/triage.ts';
import { type ChangeOutcome, changeOf } from '../../../src/azure/outcome.ts';
import type { AzureClient } from '../../../src/azure/pipeline/client.ts';
import { ResourceTags } from '../../../src/azure/resources/tags.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { type Action, type Said, told, WHOLE } from './action.ts';

type Side = 'sentinel' | 'defender';

/** `state` is what the change is about; after it, it is as the outcome and the line in the journal say. */
function checked(
  outcome: ChangeOutcome,
  plan: { readonly title: string; readonly before: JsonObject; readonly after: JsonObject },
  before: string,
  state: () => string,
  isWanted: () => boolean,
): Said {
  const journal = changeOf({ ...plan, target: 'x' }, outcome);
  const unchanged = () => state() === before;
  if (journal.outcome === 'applied') assert.ok(isWanted(), `applied, and the tenant has ${state()}`);
  else if (journal.outcome === 'unknown') assert.ok(isWanted() || unchanged(), 'one or the other');
  else assert.ok(unchanged(), `refused, and the tenant has ${state()}, not ${before}`);
  if (outcome.kind === 'applied') return WHOLE;
  assert.match(journal.reason ?? '', /\w/, 'the journal says why');
  return told(outcome.kind === 'conflict' ? new Error('conflict.') : outcome.error);
}

/** What a person changes of an incident, by what it is called; two of each, so that the next is never what is there. */
const CHANGES: Readonly<Record<string, readonly [IncidentChange, IncidentChange]>> = {
  'severity and status': [
    { severity: 'low', status: 'active' },
    { severity: 'medium', status: 'new' },
  ],
  owner: [{ owner: 'ana@example.com' }, { owner: '' }],
  labels: [{ labels: ['mail', 'Wire fraud'] }, { labels: [] }],
  closing: [
    {
      status: 'closed',
      classification: 'True positive: suspicious activity',
      classificationComment: 'Its owner knows nothing of it',
    },
    { status: 'closed', classification: 'Undetermined', classificationComment: 'Not enough was logged' },
  ],
};

/** What changes, by the names of both services. */
const FIELDS = [
  ...['title', 'severity', 'status', 'owner', 'labels', 'assignedTo', 'customTags', 'resolvingComment'],
  ...['classification', 'classificationReason', 'classificationComment', 'description'],
];

/** Every change to an incident, to what hangs on it and to a resource, by the code that the editor uses. */
export async function changes(
  simulator: Simulator,
  calm: AzureClient,
  { incident, xdr, resource }: { readonly incident: string; readonly xdr: string; readonly resource: string },
): Promise<readonly Action[]> {
  const target = (client: AzureClient, side: Side): TriageTarget => {
    if (side === 'defender') return { kind: side, defender: new Defender(client, undefined), id: xdr };
    return { ...own(client), id: `/${incident}` };
  };
  const own = (client: AzureClient) => ({
    kind: 'sentinel' as const,
    sentinel: new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined }),
    name: incident,
    id: `/${incident}`,
  });
  const stored = (side: Side): JsonObject =>
    (side === 'sentinel'
      ? simulator.sentinel.incidents.get(incident)?.properties
      : simulator.graph.incidents.get(xdr)) as JsonObject;
  let turn = 0;

  const triage = (side: Side, what: string): Action => {
    const now = (): string => JSON.stringify(pick(stored(side), FIELDS));
    let before = '';
    return {
      name: `${what} in ${side}`,
      async run(client) {
        before = now();
        const wanted = CHANGES[what]?.[++turn % 2];
        assert.ok(wanted);
        const plan = await planTriage(target(client, side), wanted, 'Change it');
        assert.equal(now(), before, 'planning changes nothing');
        const isWanted = () => same(pick(stored(side), Object.keys(plan.after)), plan.after);
        return checked(await runTriage(plan), plan, before, now, isWanted);
      },
      unchanged: () => assert.equal(now(), before),
    };
  };

  const parts = () => {
    const found = simulator.sentinel.parts.get(incident);
    assert.ok(found);
    return found;
  };
  const comments = (side: Side): readonly string[] =>
    side === 'sentinel'
      ? [...parts().comments.values()].map(({ properties }) => (properties as { message: string }).message)
      : (stored('defender')['comments'] as unknown as { comment: string }[]).map(({ comment }) => comment);
  const comment = (side: Side): Action => {
    const now = (): string => JSON.stringify(comments(side));
    let before = '';
    return {
      name: `comment in ${side}`,
      async run(client) {
        before = now();
        const text = `Comment ${++turn}`;
        const wanted = JSON.stringify([...comments(side), text]);
        const plan = planComment(target(client, side), text);
        return checked(await runComment(plan), plan, before, now, () => now() === wanted);
      },
      unchanged: () => assert.equal(now(), before),
    };
  };
  const edit: Action = {
    name: 'edit a comment',
    async run(client) {
      const [[id, there] = ['', {}]] = parts().comments;
      const message = (): string => (parts().comments.get(id)?.['properties'] as { message: string }).message;
      const [before, text] = [message(), `Edited ${++turn}`];
      const etag = String((there as { etag?: unknown }).etag ?? '');
      const plan = planComment(own(client), text, { id, etag, text: before });
      return checked(await runComment(plan), plan, before, message, () => message() === text);
    },
  };
  const tasks = (): string =>
    JSON.stringify(
      [...parts().tasks].map(([id, { properties }]) => [
        id,
        pick(properties as JsonObject, ['title', 'status']),
      ]),
    );
  const task: Action = {
    name: 'add a task',
    async run(client) {
      const [before, count] = [tasks(), parts().tasks.size];
      const plan = planTask(own(client), { title: `Task ${++turn}`, description: '', done: false });
      return checked(await runTask(plan), plan, before, tasks, () => parts().tasks.size === count + 1);
    },
  };
  const complete: Action = {
    name: 'complete a task',
    async run(client) {
      const [[id, there] = ['', {}]] = parts().tasks;
      const properties = () => parts().tasks.get(id)?.['properties'] as { title: string; status: string };
      const done = properties().status === 'Completed';
      const etag = String((there as { etag?: unknown }).etag ?? '');
      const plan = planTask(
        own(client),
        { title: properties().title, description: '', done: !done },
        { id, etag, done },
      );
      const wanted = done ? 'New' : 'Completed';
      return checked(await runTask(plan), plan, tasks(), tasks, () => properties().status === wanted);
    },
  };
  const tag: Action = {
    name: 'tag',
    async run(client) {
      const now = (): string => simulator.tagsOf(resource)['criticality'] ?? '';
      const [before, wanted] = [now(), ++turn % 2 === 0 ? 'high' : 'low'];
      const plan = { title: 'Tag it', before: { criticality: before }, after: { criticality: wanted } };
      const outcome = await new ResourceTags(client, resource, undefined).set('criticality', wanted);
      return checked(outcome, plan, before, now, () => now() === wanted);
    },
  };
  const there = own(calm);
  await runComment(planComment(there, 'To be edited'));
  await runTask(planTask(there, { title: 'To be done', description: '', done: false }));
  return [
    ...Object.keys(CHANGES).flatMap((what) => [triage('sentinel', what), triage('defender', what)]),
    comment('sentinel'),
    comment('defender'),
    edit,
    task,
    complete,
    tag,
  ];
}
