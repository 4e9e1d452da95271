import assert from 'node:assert/strict';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { sentinelDetails } from '../../src/azure/incidents/details.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { planComment, planTask, runComment, runTask } from '../../src/azure/incidents/parts.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import {
  changesNothing,
  type IncidentChange,
  planOn,
  planTriage,
  runTriage,
  type TriageTarget,
} from '../../src/azure/incidents/triage.ts';
import { changeOf, unsent } from '../../src/azure/outcome.ts';
import { OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { sharedSimulator, signIn } from './support.ts';

describe('triage of incidents of a tenant', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const targets = async (): Promise<{
    readonly arm: TriageTarget & { kind: 'sentinel' };
    readonly graph: TriageTarget;
  }> => {
    const { client } = signIn(simulator);
    const sentinel = new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined });
    const defender = new Defender(client, undefined);
    const list = new IncidentList({ sentinels: [{ sentinel }], defenders: [{ defender }] }, OPEN_INCIDENTS);
    while (!list.done) await list.more();
    const { items } = list;
    const arm = items.find((each) => each.sentinel)!;
    const graph = items.find((each) => each.missingIn === 'sentinel')!;
    return {
      arm: { kind: 'sentinel', sentinel, name: arm.sentinel!.name, id: arm.sentinel!.id },
      graph: { kind: 'defender', defender, id: graph.defender!.id },
    };
  };
  const stored = (target: TriageTarget): Record<string, unknown> =>
    target.kind === 'sentinel'
      ? simulator.sentinel.incidents.get(target.name)!.properties
      : simulator.graph.incidents.get(target.id)!;

  for (const side of ['arm', 'graph'] as const)
    it(`changes what was planned and nothing else (${side})`, async () => {
      const target = (await targets())[side];
      const before = { ...stored(target) };
      const change: IncidentChange = {
        owner: 'ana@example.com',
        status: 'closed',
        classification: 'Benign positive: suspicious but expected',
        classificationComment: 'a drill',
        labels: ['drill'],
      };
      const plan = await planTriage(target, change, 'Close it');
      assert.deepEqual(stored(target), before, 'planning changes nothing');
      assert.ok(!changesNothing(plan));
      const outcome = await runTriage(plan);
      assert.deepEqual(outcome, { kind: 'applied' });
      const now = stored(target);
      for (const [name, value] of Object.entries(plan.after)) assert.deepEqual(now[name], value, name);
      const kept = Object.keys(before).filter((name) => !(name in plan.after) && !/last/i.test(name));
      for (const name of kept) assert.deepEqual(now[name], before[name], name);
      assert.deepEqual(changeOf({ ...plan, target: plan.target.id }, outcome).outcome, 'applied');
    });

  it('is in the table of the workspace, a row for each version', async () => {
    const { arm } = await targets();
    assert.ok(arm.kind === 'sentinel');
    await runTriage(await planTriage(arm, { severity: 'low', status: 'active' }, 'Take it'));
    await runTriage(await planTriage(arm, { owner: 'ana@example.com', severity: 'high' }, 'Raise it'));
    const workspaces = [simulator.workspaces[0]!.customerId];
    const soc = openConnection(
      signIn(simulator).client,
      { name: 'soc', kind: 'logAnalytics', workspaces },
      () => Promise.resolve([]),
    );
    const rows: (readonly unknown[])[] = [];
    await soc.query(
      {
        text: `SecurityIncident | where IncidentName == "${arm.name}" | order by TimeGenerated desc | project Severity, Status, tostring(Owner.userPrincipalName)`,
      },
      (chunk) => rows.push(...chunk),
    );
    assert.deepEqual(rows[0], ['High', 'Active', 'ana@example.com']);
    assert.deepEqual(rows[1]?.slice(0, 2), ['Low', 'Active']);
  });

  it('loses neither version where someone was quicker', async () => {
    const { arm } = await targets();
    const plan = await planTriage(arm, { severity: 'low' }, 'Lower it');
    const theirs = await planTriage(arm, { severity: 'high', labels: ['theirs'] }, 'Raise it');
    assert.equal((await runTriage(theirs)).kind, 'applied');
    const outcome = await runTriage(plan);
    assert.ok(outcome.kind === 'conflict');
    assert.deepEqual(outcome.theirs, { severity: 'High' });
    assert.equal(stored(arm)['severity'], 'High');
    const again = planOn(arm, { severity: 'low' }, 'Lower it', outcome.read);
    assert.deepEqual(await runTriage(again), { kind: 'applied' });
    assert.deepEqual([stored(arm)['severity'], (stored(arm)['labels'] as unknown[]).length], ['Low', 1]);
  });

  for (const kind of ['reset', 'resetAfter', 'half'] as const)
    it(`knows what is true after ${kind} in the middle of it`, async () => {
      const { arm } = await targets();
      const plan = await planTriage(arm, { severity: 'medium', labels: [kind] }, 'Change it');
      simulator.faults.inject({ method: 'PUT', times: 1, fault: { kind } });
      assert.deepEqual(await runTriage(plan), { kind: 'applied' });
      assert.equal(stored(arm)['severity'], 'Medium');
    });

  for (const [kind, title] of [
    ['reset', 'it was not done'],
    ['resetAfter', 'it was done'],
  ] as const)
    it(`says that it does not know where it cannot read back, and later that ${title}`, async () => {
      const { arm } = await targets();
      const severity = stored(arm)['severity'] === 'High' ? 'low' : 'high';
      const plan = await planTriage(arm, { severity }, 'Change it');
      simulator.faults.inject({ method: 'PUT', path: /\/incidents\//, fault: { kind } });
      simulator.faults.inject({ path: /\/incidents\//, fault: { kind: 'reset' } });
      const outcome = await runTriage(plan);
      assert.ok(outcome.kind === 'failed' && outcome.applied === 'unknown' && outcome.lookAgain);
      assert.equal(changeOf({ ...plan, target: plan.target.id }, outcome).outcome, 'unknown');
      const still = await outcome.lookAgain();
      assert.ok(still.kind === 'failed' && still.lookAgain, 'not known as long as it is not read');
      simulator.faults.clear();
      const writes = () => simulator.requests.filter(({ method }) => method === 'PUT').length;
      const before = writes();
      const known = await still.lookAgain();
      if (kind === 'resetAfter') assert.deepEqual(known, { kind: 'applied' });
      else {
        assert.ok(known.kind === 'failed' && known.applied === 'no' && !known.lookAgain);
        assert.ok(known.error instanceof AzureFault);
        assert.doesNotMatch(JSON.stringify(known.error.guidance), /may or may not|before you try/);
      }
      assert.equal(writes(), before, 'looking sends nothing');
    });

  it('ends as not sent where what is there cannot be read first, and nothing else does', async () => {
    const { graph } = await targets();
    const plan = planComment(graph, 'Written with care');
    simulator.faults.inject({ plane: 'graph', fault: { kind: 'reset' } });
    const outcome = await runComment(plan).catch(unsent);
    assert.ok(outcome.kind === 'failed' && outcome.applied === 'no' && outcome.error instanceof AzureFault);
    assert.throws(() => unsent(new TypeError('a defect')), TypeError);
  });

  it('is refused with the role that is missing, and changes nothing', async () => {
    const { arm } = await targets();
    const before = { ...stored(arm) };
    simulator.faults.deny('Microsoft.SecurityInsights/incidents/write');
    const outcome = await runTriage(await planTriage(arm, { severity: 'high', labels: ['x'] }, 'Raise it'));
    assert.ok(outcome.kind === 'failed' && outcome.error instanceof AzureFault);
    assert.equal(outcome.applied, 'no');
    assert.match(outcome.error.guidance.next?.[0] ?? '', /Sentinel Responder/);
    assert.deepEqual(stored(arm), before);
  });

  it('writes a comment once, edits it under its etag, and adds and completes tasks', async () => {
    const { arm, graph } = await targets();
    simulator.faults.inject({ method: 'PUT', times: 1, fault: { kind: 'resetAfter' } });
    assert.deepEqual(await runComment(planComment(arm, 'seen')), { kind: 'applied' });
    const [comment, ...others] = (await sentinelDetails(arm.sentinel, arm.name)).comments;
    assert.ok(comment && others.length === 0);
    assert.deepEqual(await runComment(planComment(arm, 'seen twice', comment)), { kind: 'applied' });
    const stale = await runComment(planComment(arm, 'mine', comment));
    assert.equal(stale.kind, 'conflict');
    simulator.faults.inject({ plane: 'graph', method: 'POST', times: 1, fault: { kind: 'resetAfter' } });
    assert.deepEqual(await runComment(planComment(graph, 'once')), { kind: 'applied' });
    assert.equal((stored(graph)['comments'] as unknown[]).length, 1);
    assert.deepEqual(
      await runTask(planTask(arm, { title: 'Call the owner', description: '', done: false })),
      { kind: 'applied' },
    );
    const [task] = (await sentinelDetails(arm.sentinel, arm.name)).tasks;
    assert.deepEqual(await runTask(planTask(arm, { ...task!, done: true }, task)), { kind: 'applied' });
    assert.equal((await sentinelDetails(arm.sentinel, arm.name)).tasks[0]?.done, true);
  });
});
