import assert from 'node:assert/strict';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { defenderDetails, sentinelDetails } from '../../src/azure/incidents/details.ts';
import { factsOf, type FactSources } from '../../src/azure/incidents/facts.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { goesOn, runPlaybook } from '../../src/azure/incidents/playbookRun.ts';
import { listPlaybooks } from '../../src/azure/incidents/playbooks.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import {
  groupsOf,
  type IncidentFilter,
  OPEN_INCIDENTS,
  type TenantIncident,
} from '../../src/domain/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { sharedSimulator, signIn } from './support.ts';

const ALL: IncidentFilter = { ...OPEN_INCIDENTS, statuses: [] };

/** By which Sentinel knows it. */
const nameOf = ({ sentinel }: Pick<TenantIncident, 'sentinel'>): string => sentinel?.name ?? '';

describe('incidents of a tenant', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const sides = () => {
    const { client } = signIn(simulator);
    return {
      sentinel: new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined }),
      defender: new Defender(client, undefined),
    };
  };
  const whole = async (filter = ALL): Promise<IncidentList> => {
    const { sentinel, defender } = sides();
    const list = new IncidentList({ sentinels: [{ sentinel }], defenders: [{ defender }] }, filter);
    while (!list.done) await list.more();
    return list;
  };

  it('are one list in which what both services show stands once, with both ids', async () => {
    const { items, problems } = await whole();
    assert.deepEqual(problems, []);
    const { sentinel, graph } = simulator;
    const both = items.filter((incident) => incident.sentinel && incident.defender);
    const union = new Set(
      [...sentinel.incidents.values()].map(({ properties }) => Number(properties['incidentNumber'])),
    );
    for (const id of graph.incidents.keys()) union.add(Number(id) - 5_000);
    assert.equal(items.length, union.size);
    assert.equal(both.length, sentinel.incidents.size + graph.incidents.size - union.size);
    assert.ok(both.every((incident) => Number(incident.defender?.id) - 5_000 === incident.sentinel?.number));
    assert.ok(
      items.some(({ missingIn }) => missingIn === 'defender') &&
        items.some(({ missingIn }) => missingIn === 'sentinel'),
    );
    assert.ok(both.every(({ missingIn }) => missingIn === undefined));
    const times = items.map(({ created }) => created);
    assert.deepEqual(times, [...times].sort().reverse());
  });

  it('are read a page at a time, and counted as a whole', async () => {
    const { sentinel, defender } = sides();
    const before = simulator.requests.length;
    const count = () => Promise.resolve({ all: 3_700, synced: 3_600 });
    const list = new IncidentList({ sentinels: [{ sentinel, count }], defenders: [{ defender }] }, ALL);
    simulator.sentinel.pageSize = 10;
    simulator.graph.pageSize = 10;
    try {
      await list.more();
      await list.counted();
    } finally {
      simulator.sentinel.pageSize = 1_000;
      simulator.graph.pageSize = 50;
    }
    assert.ok(simulator.requests.length - before <= 4, String(simulator.requests.length - before));
    assert.equal(list.total, simulator.graph.incidents.size + 100);
    assert.ok(list.items.length >= 10 && !list.done);
  });

  it('of several workspaces are one list, and one workspace that fails hides no other', async () => {
    const { sentinel, defender } = sides();
    const { client } = signIn(simulator);
    const branch = new Sentinel(client, { workspace: simulator.branch.workspace, tenant: undefined });
    const list = new IncidentList(
      { sentinels: [{ sentinel }, { sentinel: branch }], defenders: [{ defender }] },
      ALL,
    );
    while (!list.done) await list.more();
    assert.equal(list.items.length, (await whole()).items.length + simulator.branch.incidents.size);
    const own = list.items.filter((each) => each.sentinel?.workspace === simulator.branch.workspace);
    assert.equal(own.length, simulator.branch.incidents.size);
    simulator.faults.inject({ path: /workspaces\/empty\//, fault: { kind: 'status', status: 403 } });
    const partly = new IncidentList({ sentinels: [{ sentinel }, { sentinel: branch }], defenders: [] }, ALL);
    while (!partly.done) await partly.more();
    assert.deepEqual(
      partly.problems.map(({ source }) => source),
      ['Microsoft Sentinel (empty)'],
    );
    assert.equal(partly.items.length, simulator.sentinel.incidents.size);
    assert.equal(partly.total, undefined);
  });

  it('are filtered by what the services filter and by what they do not', async () => {
    const high = await whole({ ...ALL, severities: ['high'], statuses: ['new'] });
    assert.ok(high.items.length > 0);
    assert.ok(high.items.every(({ severity, status }) => severity === 'high' && status === 'new'));
    const word = await whole({ ...ALL, text: 'inbox rule', tactic: 'persistence' });
    assert.ok(word.items.length > 0 && word.items.every(({ title }) => /Inbox rule/.test(title)));
    const groups = groupsOf(word.items, 'tactic');
    assert.equal([...groups.values()].flat().length, word.items.length);
    const taken = await whole({ ...OPEN_INCIDENTS, owner: 'nobody' });
    assert.ok(taken.items.length > 0 && taken.items.every(({ owner }) => owner === ''));
  });

  it('are shown by one side where the other may not be read, and say so', async () => {
    simulator.faults.deny('SecurityIncident.Read.All');
    const { items, problems } = await whole();
    assert.equal(items.length, simulator.sentinel.incidents.size);
    assert.deepEqual(
      problems.map(({ source, error }) => [source, (error as AzureFault).code]),
      [['Microsoft Defender', 'azure.missing-permission']],
    );
    assert.ok(items.every(({ missingIn }) => missingIn === undefined));
  });

  it('have alerts, entities, tasks and comments under them', async () => {
    const { sentinel } = sides();
    const [incident] = (await whole()).items.filter(
      (each) => each.sentinel && each.title.includes('Mass download'),
    );
    assert.ok(incident);
    const details = await sentinelDetails(sentinel, nameOf(incident));
    assert.deepEqual(details.problems, []);
    assert.ok(details.alerts[0]?.techniques.includes('T1530'));
    assert.deepEqual(
      new Set(details.entities.map(({ kind }) => kind)),
      new Set(['account', 'ip', 'azureresource', 'file']),
    );
    simulator.faults.inject({ path: /\/tasks$/, fault: { kind: 'status', status: 403 } });
    const partly = await sentinelDetails(sentinel, nameOf(incident));
    assert.equal(partly.alerts.length, 1);
    assert.match(partly.problems[0] ?? '', /incident's tasks/);
    simulator.faults.clear();
    simulator.faults.inject({ path: /\/incidents\/[^/]+\//, fault: { kind: 'reset' } });
    const nothing = await sentinelDetails(sentinel, nameOf(incident));
    assert.equal(nothing.problems.length, 1, 'what keeps all of it away is said once');
    assert.match(nothing.problems[0] ?? '', /^Nothing that hangs on the incident .*ECONNRESET/);
    simulator.faults.clear();
    const list = await whole();
    const lone = list.items.find((each) => each.missingIn === 'sentinel');
    assert.ok(lone && defenderDetails(list.raw.get(lone.key) ?? {}).entities.length >= 2);
  });

  it('are raised by the tags of their resources and by threat intelligence, in three questions', async () => {
    const { client } = signIn(simulator);
    const list = await whole();
    const setting = {
      name: 'soc',
      kind: 'logAnalytics',
      workspaces: [simulator.workspaces[0]!.customerId],
    } as const;
    const soc = openConnection(client, setting, () => Promise.resolve([]));
    const workspaces: FactSources['workspaces'] = [
      { id: simulator.sentinel.workspace, ask: (...args) => soc.query(...args) },
    ];
    const before = simulator.requests.length;
    const facts = await factsOf(
      list.items.map((incident) => ({ incident, raw: list.raw.get(incident.key) })),
      { client, tenants: [undefined], workspaces },
    );
    assert.equal(simulator.requests.length - before, 3);
    const all = [...facts.values()];
    assert.ok(all.some(({ resources }) => resources.some(({ tags }) => tags['criticality'] !== undefined)));
    assert.ok(all.some(({ labels }) => labels.includes('Highly Confidential')));
    assert.ok(
      all.some(({ intelligence }) =>
        intelligence.some(({ value, confidence }) => value === '203.0.113.7' && confidence === 50),
      ),
    );
    simulator.faults.inject({ plane: 'logAnalytics', fault: { kind: 'status', status: 403 } });
    const fewer = await factsOf(
      list.items.map((incident) => ({ incident, raw: list.raw.get(incident.key) })),
      { client, tenants: [undefined], workspaces },
    );
    assert.ok(fewer.size > 0 && fewer.size < facts.size);
  });

  it('run a playbook whose run is followed to its end', async () => {
    const { sentinel } = sides();
    const { client } = signIn(simulator);
    const [playbook] = (await listPlaybooks(client, sentinel)).items;
    const [incident] = (await whole(OPEN_INCIDENTS)).items.filter((each) => each.sentinel);
    const seen: string[] = [];
    const outcome = await runPlaybook(
      client,
      sentinel,
      nameOf(incident!),
      playbook!,
      (status) => seen.push(status),
      {
        interval: 1,
      },
    );
    assert.ok(outcome.kind === 'started');
    assert.deepEqual([outcome.run.status, seen], ['Succeeded', ['Running', 'Succeeded']]);
    assert.equal(simulator.sentinel.runs.at(-1)?.incident, nameOf(incident!));
    const failed = {
      status: 'Failed',
      code: 'ActionFailed',
      error: { code: 'x', message: 'An action failed.' },
    };
    simulator.faults.inject({
      path: /\/runs\/[^/]+$/,
      times: 1,
      fault: { kind: 'answer', change: (reply) => ({ ...reply, body: { properties: failed } }) },
    });
    const ended = await runPlaybook(client, sentinel, nameOf(incident!), playbook!, () => undefined, {
      interval: 1,
    });
    assert.ok(ended.kind === 'started' && !goesOn(ended.run));
    assert.deepEqual([ended.run.status, ended.run.why], ['Failed', 'An action failed.']);
    simulator.faults.deny('Microsoft.SecurityInsights/incidents/runPlaybook/action');
    const refused = await runPlaybook(client, sentinel, nameOf(incident!), playbook!, () => undefined);
    assert.ok(refused.kind === 'refused' && refused.error instanceof AzureFault);
    assert.match(refused.error.guidance.next?.[0] ?? '', /Playbook Operator/);
  });

  it('follow the run of their own start where several begin at once', async () => {
    const { sentinel } = sides();
    const { client } = signIn(simulator);
    const [playbook] = (await listPlaybooks(client, sentinel)).items;
    const names = (await whole(OPEN_INCIDENTS)).items.filter((each) => each.sentinel).map(nameOf);
    const outcomes = await Promise.all(
      names
        .slice(0, 3)
        .map((name) => runPlaybook(client, sentinel, name, playbook!, () => undefined, { interval: 1 })),
    );
    for (const [i, outcome] of outcomes.entries()) {
      assert.ok(outcome.kind === 'started' && outcome.certain);
      const run = simulator.sentinel.runs.find(({ id }) => id === outcome.run.id);
      assert.equal(run?.incident, names[i]);
    }
    // Somebody else's run of the same moment: which one is ours is then not certain.
    simulator.faults.inject({
      method: 'POST',
      times: 1,
      fault: {
        kind: 'answer',
        change: (reply) => {
          const own = simulator.sentinel.runs.at(-1)!;
          simulator.sentinel.runs.push({ ...own, id: `${own.id}X`, incident: 'other' });
          return reply;
        },
      },
    });
    const mixed = await runPlaybook(client, sentinel, names[0]!, playbook!, () => undefined, { interval: 1 });
    assert.ok(mixed.kind === 'started' && !mixed.certain);
  });

  it('are started by who may not see runs, which is said', async () => {
    const { sentinel } = sides();
    const { client } = signIn(simulator);
    const [playbook] = (await listPlaybooks(client, sentinel)).items;
    const [incident] = (await whole(OPEN_INCIDENTS)).items.filter((each) => each.sentinel);
    const before = simulator.sentinel.runs.length;
    simulator.faults.deny('Microsoft.Logic/workflows/runs/read');
    const outcome = await runPlaybook(client, sentinel, nameOf(incident!), playbook!, () => undefined);
    assert.ok(outcome.kind === 'accepted' && outcome.error instanceof AzureFault);
    assert.equal(simulator.sentinel.runs.length, before + 1);
  });

  it('of Logic Apps Standard are listed beside the others, and followed on their own host', async () => {
    const { sentinel } = sides();
    const { client } = signIn(simulator);
    const { items, problem } = await listPlaybooks(client, sentinel);
    assert.equal(problem, undefined);
    const standard = items.find(({ id }) => /\/Microsoft\.Web\/sites\/[^/]+\/workflows\/[^/]+$/.test(id));
    assert.ok(standard?.enabled);
    const [incident] = (await whole(OPEN_INCIDENTS)).items.filter((each) => each.sentinel);
    const outcome = await runPlaybook(client, sentinel, nameOf(incident!), standard, () => undefined, {
      interval: 1,
    });
    assert.ok(outcome.kind === 'started' && outcome.run.status === 'Succeeded');
    simulator.faults.deny('Microsoft.Web/sites/read');
    const fewer = await listPlaybooks(client, sentinel);
    assert.ok(fewer.items.length === items.length - 1 && fewer.problem?.code === 'azure.missing-role');
  });
});
