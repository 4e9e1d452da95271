import assert from 'node:assert/strict';
import { OrderedIncidents, type Ranks } from '../../../src/host/incidents/order.ts';
import { DEFAULT_RULES, NO_FACTS } from '../../../src/domain/priority.ts';
import { incident } from '../../support/tenantIncident.ts';

describe('the order of incidents', () => {
  const all = [
    incident('new', { severity: 'low', modified: '2026-03-17T09:00:00Z' }),
    incident('middle', { severity: 'high', modified: '' }),
    incident('old', { severity: 'medium', modified: '2026-03-17T11:00:00Z' }),
  ];
  const tagged = { ...NO_FACTS, resources: [{ name: 'vault', tags: { criticality: 'high' } }] };
  const ranks: Ranks = { facts: new Map([['old', tagged]]), rules: DEFAULT_RULES };

  it('is the one that was chosen', () => {
    const orders = new OrderedIncidents();
    const keys = (order: Parameters<typeof orders.items>[1]) =>
      orders.items(all, order, ranks).map(({ key }) => key);
    assert.deepEqual(keys('created'), ['new', 'middle', 'old']);
    assert.deepEqual(keys('modified'), ['old', 'new', 'middle']);
    assert.deepEqual(keys('severity'), ['middle', 'old', 'new']);
    const [first] = orders.items(all, 'priority', { ...ranks, facts: new Map([['new', tagged]]) });
    assert.equal(first?.key, 'middle');
  });

  it('is worked out anew only where something of it is another', () => {
    const orders = new OrderedIncidents();
    const before = orders.items(all, 'priority', ranks);
    assert.equal(orders.items(all, 'priority', ranks), before);
    assert.notEqual(orders.items(all, 'priority', { ...ranks }), before);
    assert.notEqual(orders.items([...all], 'priority', ranks), before);
  });
});
