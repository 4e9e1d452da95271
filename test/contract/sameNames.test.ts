import assert from 'node:assert/strict';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { factsOf } from '../../src/azure/incidents/facts.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { planTriage, runTriage } from '../../src/azure/incidents/triage.ts';
import { openIncidentsBelow } from '../../src/azure/resources/openIncidents.ts';
import type { Cell } from '../../src/domain/answer.ts';
import { type IncidentFilter, matches, OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { sharedSimulator, signIn } from './support.ts';

const ALL: IncidentFilter = { ...OPEN_INCIDENTS, statuses: [] };
/** The name and number that the public specification's examples give nearly every incident. */
const NAME = '73e01a99-5cd7-4139-a149-9f2736ff2ab5';
const NUMBER = 3177;

describe('workspaces whose incidents have the same names and numbers', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => {
    simulator = await sharedSimulator();
    const [seed] = simulator.sentinel.incidents.values();
    assert.ok(seed);
    for (const side of sides()) {
      side.parts.set(NAME, {
        alerts: [],
        entities: [],
        bookmarks: [],
        comments: new Map(),
        tasks: new Map(),
      });
      side.incidents.set(NAME, {
        name: NAME,
        etag: '"0300bf09-0000-0000-0000-5c37296e0000"',
        properties: {
          ...seed.properties,
          incidentNumber: NUMBER,
          providerName: 'Azure Sentinel',
          title: `Same in ${side.workspace.split('/').at(-1)}`,
        },
      });
    }
  });
  after(() => {
    for (const side of sides())
      for (const held of [side.incidents, side.parts]) (held as Map<string, unknown>).delete(NAME);
  });

  const sides = () => [simulator.sentinel, simulator.branch, simulator.partner.sentinel];
  const services = () => {
    const { client } = signIn(simulator);
    const { partner } = simulator;
    return sides().map(
      ({ workspace }) =>
        new Sentinel(client, {
          workspace,
          tenant: workspace === partner.sentinel.workspace ? partner.tenantId : undefined,
        }),
    );
  };
  const listOf = async (filter = ALL) => {
    const list = new IncidentList(
      { sentinels: services().map((sentinel) => ({ sentinel })), defenders: [] },
      filter,
    );
    while (!list.done) await list.more();
    return list;
  };
  const same = async () => (await listOf()).items.filter(({ sentinel }) => sentinel?.name === NAME);

  it('have each of them as one of its own, with a key of its own', async () => {
    const found = await same();
    assert.deepEqual(
      found.map(({ sentinel }) => sentinel?.workspace).sort(),
      sides()
        .map(({ workspace }) => workspace)
        .sort(),
    );
    assert.equal(new Set(found.map(({ key }) => key)).size, 3);
    for (const each of found)
      assert.equal(each.title, `Same in ${each.sentinel?.workspace.split('/').at(-1)}`);
    const again = await same();
    assert.deepEqual(
      again.map(({ key }) => key),
      found.map(({ key }) => key),
      'the same after a refresh',
    );
  });

  it('have each under its own address, whatever address an answer gives it', async () => {
    const told =
      '/subscriptions/s/resourceGroups/myRg/providers/Microsoft.OperationalIinsights/workspaces/myWorkspace/providers/Microsoft.SecurityInsights/incidents';
    simulator.faults.inject({
      path: /\/incidents$/i,
      fault: {
        kind: 'answer',
        change: ({ body, ...reply }) => ({
          ...reply,
          body: {
            value: (body as { readonly value: readonly { readonly name: string }[] }).value.map((each) => ({
              ...each,
              id: `${told}/${each.name}`,
            })),
          },
        }),
      },
    });
    const found = await same();
    simulator.faults.clear();
    assert.deepEqual(
      found.map(({ sentinel }) => sentinel?.id).sort(),
      sides()
        .map(({ workspace }) => `${workspace}/providers/Microsoft.SecurityInsights/incidents/${NAME}`)
        .sort(),
    );
  });

  it('have each found by its name and number, and none by its workspace', async () => {
    const [one] = await same();
    assert.ok(one);
    const found = (text: string) => matches(one, { ...ALL, text }, '');
    assert.deepEqual([found(NAME.slice(0, 8)), found('3177'), found('resourcegroups')], [true, true, false]);
  });

  it('have the one changed that was meant, and the others left', async () => {
    const [, branch] = services();
    assert.ok(branch);
    const one = (await same()).find(({ sentinel }) => sentinel?.workspace === branch.place.workspace);
    assert.ok(one?.sentinel);
    const { name, id } = one.sentinel;
    const target = { kind: 'sentinel', sentinel: branch, name, id } as const;
    const plan = await planTriage(target, { owner: 'ana@example.com' }, 'Take it');
    assert.deepEqual(await runTriage(plan), { kind: 'applied' });
    assert.deepEqual(
      sides().map(({ incidents }) => {
        const { userPrincipalName } = incidents.get(NAME)?.properties['owner'] as Record<string, unknown>;
        return userPrincipalName === 'ana@example.com';
      }),
      [false, true, false],
    );
  });

  it('have each raised by what its own workspace knows of it', async () => {
    const found = await same();
    const [first, second] = found;
    assert.ok(first?.sentinel && second?.sentinel);
    const ask =
      (address: string) =>
      (_: unknown, onRows: (rows: readonly (readonly Cell[])[]) => void): Promise<void> => {
        onRows([[NAME, JSON.stringify([{ Type: 'ip', Address: address }])]]);
        return Promise.resolve();
      };
    const facts = await factsOf(
      found.map((incident) => ({ incident, raw: undefined })),
      {
        client: signIn(simulator).client,
        tenants: [],
        workspaces: [
          { id: first.sentinel.workspace, ask: ask('192.0.2.1') },
          { id: second.sentinel.workspace, ask: ask('192.0.2.2') },
        ],
      },
    );
    assert.deepEqual(
      found.map(({ key }) => facts.get(key)?.entities),
      [['192.0.2.1'], ['192.0.2.2'], undefined],
    );
  });

  it('have the open incidents of a resource counted for each workspace', async () => {
    const scope = '/subscriptions/s/resourceGroups/g';
    const id = `${scope}/providers/Microsoft.Compute/virtualMachines/vm`;
    const entities = JSON.stringify([{ Type: 'azure-resource', ResourceId: id }]);
    const rows = ['one', 'two', 'two'].map((workspace): readonly Cell[] => [workspace, NUMBER, entities]);
    const open = await openIncidentsBelow(
      {
        query: (_, onRows) => {
          onRows(rows);
          return Promise.resolve({}) as never;
        },
      },
      scope,
    );
    assert.deepEqual([...open.keys()], [id.toLowerCase()]);
    assert.equal(open.get(id.toLowerCase())?.size, 2);
  });

  it('are told apart by more than their name where they share it', async () => {
    const at = (subscription: string, group: string) =>
      `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/soc`;
    const { client } = signIn(simulator);
    const named = (...places: readonly string[]) =>
      new IncidentList(
        {
          sentinels: places.map((workspace) => ({
            sentinel: new Sentinel(client, { workspace, tenant: undefined }),
          })),
          defenders: [],
        },
        ALL,
      ).workspaceNames;
    const [a, b, c] = [at('s1', 'x'), at('s1', 'y'), at('s2', 'y')];
    assert.deepEqual([...named(a).values()], ['soc']);
    assert.deepEqual([...named(a, b).values()], ['soc in x', 'soc in y']);
    assert.deepEqual(
      [...named(b, c, `${at('s3', 'z').slice(0, -3)}other`).values()],
      ['soc in y of s1', 'soc in y of s2', 'other'],
    );
    const { items, workspaceNames } = await listOf();
    assert.ok(items.every(({ sentinel }) => sentinel && workspaceNames.has(sentinel.workspace)));
  });

  it('count their incidents each by itself where one question reads several', async () => {
    const { customerId } = simulator.workspaces[0]!;
    const asked: string[] = [];
    const { sentinelCount } = await import('../../src/azure/incidents/sentinelCount.ts');
    const soc = openConnection(
      signIn(simulator).client,
      { name: 'soc', kind: 'logAnalytics', workspaces: [customerId] },
      () => Promise.resolve([]),
    );
    const query: typeof soc.query = (request, ...more) => {
      asked.push(request.text);
      return soc.query(request, ...more);
    };
    const connection = Object.assign(Object.create(soc) as typeof soc, { query });
    const whole = await sentinelCount(connection, ALL);
    assert.ok(whole.all > 0);
    assert.deepEqual(await sentinelCount(connection, ALL, { workspace: customerId }), whole);
    assert.deepEqual(
      (await sentinelCount(connection, ALL, { workspace: '00000000-0000-0000-0000-000000000000' })).all,
      0,
    );
  });
});
