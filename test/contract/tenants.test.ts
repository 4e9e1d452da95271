import assert from 'node:assert/strict';
import { neededTokens } from '../../src/azure/auth/needed.ts';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { planTriage, runTriage, type TriageTarget } from '../../src/azure/incidents/triage.ts';
import { type IncidentFilter, OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { cloudOf, type Signed, sharedSimulator, signIn } from './support.ts';

const ALL: IncidentFilter = { ...OPEN_INCIDENTS, statuses: [] };

describe('two Entra tenants of one person', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));

  const services = ({ client }: Signed) => {
    const { sentinel, partner } = simulator;
    const tenant = partner.tenantId;
    return {
      home: new Sentinel(client, { workspace: sentinel.workspace, tenant: undefined }),
      guest: new Sentinel(client, { workspace: partner.sentinel.workspace, tenant }),
      defender: new Defender(client, undefined),
      guestDefender: new Defender(client, tenant),
    };
  };
  const listOf = async (signed: Signed, filter = ALL): Promise<IncidentList> => {
    const { home, guest, defender, guestDefender } = services(signed);
    const guestName = simulator.partner.person;
    const list = new IncidentList(
      {
        sentinels: [{ sentinel: home }, { sentinel: guest, me: guestName }],
        defenders: [
          { defender, label: 'Ours' },
          { defender: guestDefender, label: 'Theirs', me: guestName },
        ],
      },
      filter,
    );
    while (!list.done) await list.more();
    return list;
  };

  it('have their incidents side by side, each joined with its own Defender though both count alike', async () => {
    const signed = signIn(simulator);
    const { items, problems } = await listOf(signed);
    assert.deepEqual(problems, []);
    const { partner, graph } = simulator;
    const theirs = items.filter(({ title }) => title.startsWith('Partner: '));
    assert.equal(theirs.length, 8);
    assert.equal(new Set(items.map(({ key }) => key)).size, items.length);
    for (const { sentinel, defender, missingIn } of theirs) {
      if (sentinel) assert.equal(sentinel.workspace, partner.sentinel.workspace);
      if (defender)
        assert.deepEqual([defender.tenant, graph.incidents.has(defender.id)], [partner.tenantId, true]);
      assert.equal(missingIn, sentinel && defender ? undefined : sentinel ? 'defender' : 'sentinel');
    }
    assert.ok(items.some(({ defender }) => defender && defender.tenant === undefined));
    assert.deepEqual(
      new Set(signed.credential.asked.map(({ tenant }) => tenant)),
      new Set([undefined, partner.tenantId]),
    );
  });

  it('have one failing without hiding the other, by its name', async () => {
    const { home, defender, guestDefender } = services(signIn(simulator));
    const { workspace } = simulator.partner.sentinel;
    const unnamed = new Sentinel(signIn(simulator).client, { workspace, tenant: undefined });
    const list = new IncidentList(
      {
        sentinels: [{ sentinel: home }, { sentinel: unnamed }],
        defenders: [{ defender }, { defender: guestDefender, label: 'Theirs' }],
      },
      ALL,
    );
    while (!list.done) await list.more();
    const [problem, ...others] = list.problems;
    assert.deepEqual([problem?.source, others], ['Microsoft Sentinel (partner-soc)', []]);
    assert.ok(problem?.error instanceof AzureFault);
    assert.equal(problem.error.code, 'azure.wrong-tenant');
    assert.match(problem.error.guidance.next?.[0] ?? '', /"tenant"/);
    assert.ok(list.items.some(({ defender: ref }) => ref?.tenant === simulator.partner.tenantId));
  });

  it('are changed with the token of their own', async () => {
    const signed = signIn(simulator);
    const { guest, guestDefender } = services(signed);
    const { partner, graph } = simulator;
    const { items } = await listOf(signed);
    const theirs = items.filter(({ title }) => title.startsWith('Partner: '));
    const [arm, xdr] = [theirs.find((each) => each.sentinel), theirs.find((each) => !each.sentinel)];
    assert.ok(arm && xdr?.defender);
    const { id } = xdr.defender;
    const ours = { ...graph.incidents.get(id) };
    const targets: readonly TriageTarget[] = [
      { kind: 'sentinel', sentinel: guest, name: arm.sentinel?.name ?? '', id: arm.sentinel?.id ?? '' },
      { kind: 'defender', defender: guestDefender, id },
    ];
    for (const target of targets)
      assert.deepEqual(
        await runTriage(await planTriage(target, { owner: partner.person, severity: 'low' }, 'Take it')),
        { kind: 'applied' },
      );
    assert.equal(partner.sentinel.incidents.get(arm.sentinel?.name ?? '')?.properties['severity'], 'Low');
    assert.equal(partner.graph.incidents.get(id)?.['assignedTo'], partner.person);
    assert.deepEqual(graph.incidents.get(id), ours);
    const mine = await listOf(signed, { ...ALL, owner: 'me' });
    assert.deepEqual(
      new Set(mine.items.map(({ key }) => key)),
      new Set([arm.key, xdr.key]),
      'and none that nobody owns',
    );
  });

  it('need a token each for every service that is set up, once', () => {
    const { tenantId } = simulator.partner;
    const cloud = cloudOf(simulator);
    const [arm, logAnalytics, graph] = (['arm', 'logAnalytics', 'graph'] as const).map(
      (plane) => cloud.planes[plane].scope,
    );
    const needed = neededTokens(
      cloud,
      [
        { name: 'soc', kind: 'logAnalytics', workspaceId: '/x' },
        { name: 'theirs', kind: 'logAnalytics', workspaceId: '/y', tenant: tenantId.toUpperCase() },
        { name: 'theirs2', kind: 'logAnalytics', tenant: tenantId },
        { name: 'hunting', kind: 'defender' },
        { name: 'lake', kind: 'kusto', cluster: `${simulator.endpoints.kusto}/x` },
        { name: 'odd', kind: 'kusto', cluster: 'nowhere' },
      ],
      undefined,
    );
    assert.deepEqual(
      needed.map(({ scope, tenant, connections }) => [scope, tenant?.toLowerCase(), connections]),
      [
        [arm, undefined, ['soc']],
        [logAnalytics, undefined, ['soc']],
        [arm, tenantId, ['theirs']],
        [logAnalytics, tenantId, ['theirs', 'theirs2']],
        [graph, undefined, ['hunting']],
        [`${simulator.endpoints.kusto}/.default`, undefined, ['lake']],
      ],
    );
  });

  it('are asked by their connections with the token of their own', async () => {
    const { tenantId } = simulator.partner;
    for (const setting of [
      { name: 'soc', kind: 'logAnalytics', workspaces: [simulator.workspaces[1]?.customerId ?? ''] },
      { name: 'lake', kind: 'kusto', cluster: simulator.endpoints.kusto, database: simulator.database },
    ] as const)
      for (const tenant of [undefined, tenantId]) {
        const { client, credential } = signIn(simulator);
        const asked = { ...setting, ...(tenant === undefined ? {} : { tenant }) };
        await openConnection(client, asked, () => Promise.resolve([])).query(
          { text: 'print 1' },
          () => undefined,
        );
        assert.deepEqual(
          credential.asked.map((each) => each.tenant),
          [tenant],
          setting.name,
        );
      }
  });
});
