import assert from 'node:assert/strict';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { openIncidentsBelow } from '../../src/azure/resources/openIncidents.ts';
import { Containers } from '../../src/azure/resources/containers.ts';
import { Inventory } from '../../src/azure/resources/inventory.ts';
import { ResourceTags } from '../../src/azure/resources/tags.ts';
import { isRecord } from '../../src/base/guards.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { sharedSimulator, signIn } from './support.ts';

describe('resources of a tenant', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const inventory = (): Inventory => new Inventory(signIn(simulator).client, undefined);

  it('are read from subscription to group to resource, a page at a time', async () => {
    const [tenant, containers] = [inventory(), new Containers(signIn(simulator).client, undefined)];
    const { items: subscriptions } = await containers.subscriptions();
    assert.equal(subscriptions.length, 3);
    assert.ok(subscriptions.every((each) => each.tenant === simulator.tenantId));
    const [first] = subscriptions.toSorted((a, b) => b.resources - a.resources);
    const { items: groups } = await containers.groups(first!.id);
    assert.equal(
      groups.reduce((sum, { resources }) => sum + resources, 0),
      first!.resources,
    );
    const group = groups.find(({ resources }) => resources > 0);
    const page = await tenant.group(first!.id, group!.id);
    assert.equal(page.total, group!.resources);
    assert.ok(page.resources.every(({ id }) => id.toLowerCase().includes(`/resourcegroups/${group!.id}/`)));
  });

  it('are looked for in tenants, subscriptions and groups, those without any too', async () => {
    const containers = new Containers(signIn(simulator).client, undefined);
    assert.deepEqual(
      (await containers.tenants()).items.map(({ id }) => id),
      [simulator.tenantId],
    );
    const { items: subscriptions } = await containers.subscriptions();
    const none = subscriptions.filter(({ resources }) => resources === 0);
    assert.deepEqual(
      none.map(({ name }) => name),
      ['Sandbox'],
    );
    assert.deepEqual((await containers.groups(none[0]!.id)).items, []);
    const groups = await Promise.all(
      subscriptions.map(async ({ id }) => (await containers.groups(id)).items),
    );
    const empty = groups.flat().filter(({ resources }) => resources === 0);
    assert.deepEqual(empty, [{ id: 'rg-decommissioned', name: 'RG-Decommissioned', resources: 0 }]);
  });

  it('are counted in subscriptions and groups that may not be read themselves', async () => {
    const containers = new Containers(signIn(simulator).client, undefined);
    const [subscription] = (await containers.subscriptions()).items.filter(({ resources }) => resources > 0);
    const { items: before } = await containers.groups(subscription!.id);
    simulator.faults.inject({
      plane: 'arm',
      fault: {
        kind: 'answer',
        change: (reply) => ({
          ...reply,
          body: withoutContainers(reply.body),
        }),
      },
    });
    const { items } = await containers.subscriptions();
    assert.ok(items.some(({ id, name, resources }) => id === name && resources === subscription!.resources));
    const { items: groups } = await containers.groups(subscription!.id);
    assert.equal(
      groups.reduce((sum, { resources }) => sum + resources, 0),
      before.reduce((sum, { resources }) => sum + resources, 0),
    );
  });

  it('are found by a part of their name or a tag, and carry their alerts', async () => {
    const tenant = inventory();
    const { resources } = await tenant.search('confidential');
    assert.ok(resources.length > 0 && resources.every(({ tags }) => tags['data'] === 'confidential'));
    const all = await tenant.search('/subscriptions/');
    const alerts = await tenant.alerts(all.resources.map(({ id }) => id));
    const named = [...simulator.sentinel.parts.values()]
      .flatMap(({ entities }) => entities)
      .filter(({ kind }) => kind === 'AzureResource')
      .map(({ properties }) => String((properties as { resourceId?: string }).resourceId).toLowerCase());
    const counted = await tenant.alerts([...new Set(named)]);
    assert.ok(named.length > 0 && named.every((id) => (counted.get(id) ?? 0) > 0));
    assert.ok([...alerts.values()].some((count) => count > 0));
    assert.deepEqual((await tenant.search('"; drop')).resources, []);
  });

  it('have their open incidents counted, a question a group', async () => {
    const { client } = signIn(simulator);
    const workspaces = [simulator.workspaces[0]!.customerId];
    const soc = openConnection(client, { name: 'soc', kind: 'logAnalytics', workspaces }, () =>
      Promise.resolve([]),
    );
    const { resources } = await inventory().search('storageAccounts');
    const scope = resources[0]!.id.replace(/\/providers\/.*/, '');
    const before = simulator.requests.length;
    const counts = await openIncidentsBelow(soc, scope);
    assert.equal(simulator.requests.length - before, 1);
    // The workspace's table, as the services' tables do, lags behind what was changed a moment ago.
    const open = new Set<unknown>();
    await soc.query(
      {
        text: 'SecurityIncident | summarize arg_max(TimeGenerated, *) by IncidentName | where Status != "Closed" | project IncidentName',
      },
      (rows) => {
        for (const [name] of rows) open.add(name);
      },
    );
    const named = new Map<string, number>();
    for (const [name, parts] of simulator.sentinel.parts)
      if (open.has(name))
        for (const { kind, properties } of parts.entities)
          if (kind === 'AzureResource') {
            const id = String((properties as { resourceId?: string }).resourceId).toLowerCase();
            if (id.startsWith(`${scope.toLowerCase()}/`)) named.set(id, (named.get(id) ?? 0) + 1);
          }
    assert.ok(named.size > 0);
    assert.deepEqual(
      new Map([...counts].map(([id, each]) => [id, each.size] as const).sort()),
      new Map([...named].sort()),
    );
  });

  it('say where their logs go, and which have none', async () => {
    const tenant = inventory();
    const one = async (type: string) => (await tenant.search(type)).resources[0]!.id;
    const [setting] = (await tenant.logging(await one('vaults'))) ?? [];
    assert.deepEqual(setting, {
      name: 'to-soc',
      categories: ['audit'],
      workspace: simulator.workspaces[0]!.name,
    });
    assert.deepEqual(await tenant.logging(await one('virtualMachines')), []);
    assert.equal(await tenant.logging(await one('/disks/')), undefined);
  });

  it('take a criticality, keep their other tags, and are found by it', async () => {
    const tenant = inventory();
    const [resource] = (await tenant.search('confidential')).resources;
    const own = new ResourceTags(signIn(simulator).client, resource!.id, undefined);
    assert.deepEqual(await own.set('criticality', 'critical'), { kind: 'applied' });
    assert.deepEqual(await own.read(), { ...resource!.tags, criticality: 'critical' });
    assert.equal((await tenant.search('"criticality":"critical"')).resources[0]?.id, resource!.id);
    simulator.faults.deny('Microsoft.Resources/tags/write');
    const refused = await own.set('criticality', 'low');
    assert.ok(refused.kind === 'failed' && refused.error instanceof AzureFault && refused.applied === 'no');
    assert.equal(refused.error.code, 'azure.missing-role');
  });
});

/** What a person gets who may read resources and not what they are in: counts alone. */
function withoutContainers(body: unknown): unknown {
  if (!isRecord(body) || !Array.isArray(body['data'])) return body;
  return { ...body, data: body['data'].filter((row) => isRecord(row) && 'resources' in row) };
}
