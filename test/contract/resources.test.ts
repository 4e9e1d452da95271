import assert from 'node:assert/strict';
import { Inventory } from '../../src/azure/resources/inventory.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

describe('resources of a tenant', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const inventory = (): Inventory => new Inventory(signIn(simulator).client, undefined);

  it('are read from subscription to group to resource, a page at a time', async () => {
    const tenant = inventory();
    const subscriptions = await tenant.subscriptions();
    assert.equal(subscriptions.length, 2);
    const [first] = subscriptions.toSorted((a, b) => b.resources - a.resources);
    const groups = await tenant.groups(first!.id);
    assert.equal(
      groups.reduce((sum, { resources }) => sum + resources, 0),
      first!.resources,
    );
    const page = await tenant.group(first!.id, groups[0]!.id);
    assert.equal(page.total, groups[0]!.resources);
    assert.ok(
      page.resources.every(({ id }) => id.toLowerCase().includes(`/resourcegroups/${groups[0]!.id}/`)),
    );
  });

  it('are found by a part of their name or a tag, and carry their alerts', async () => {
    const tenant = inventory();
    const { resources } = await tenant.search('confidential');
    assert.ok(resources.length > 0 && resources.every(({ tags }) => tags['data'] === 'confidential'));
    const all = await tenant.search('/subscriptions/');
    const alerts = await tenant.alerts(all.resources.map(({ id }) => id));
    assert.ok([...alerts.values()].some((count) => count > 0));
    assert.deepEqual((await tenant.search('"; drop')).resources, []);
  });

  it('take a criticality, keep their other tags, and are found by it', async () => {
    const tenant = inventory();
    const [resource] = (await tenant.search('confidential')).resources;
    const tags = await tenant.setTag(resource!.id, 'criticality', 'critical');
    assert.deepEqual(tags, { ...resource!.tags, criticality: 'critical' });
    assert.equal((await tenant.search('"criticality":"critical"')).resources[0]?.id, resource!.id);
    simulator.faults.deny('Microsoft.Resources/tags/write');
    const refused = await failureOf(tenant.setTag(resource!.id, 'criticality', 'low'));
    assert.equal(refused.code, 'azure.missing-role');
  });
});
