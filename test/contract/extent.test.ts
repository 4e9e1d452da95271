import assert from 'node:assert/strict';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { extentOf, readAsFar } from '../../src/azure/incidents/extent.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { type IncidentFilter, OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { sharedSimulator, signIn } from './support.ts';

const ALL: IncidentFilter = { ...OPEN_INCIDENTS, statuses: [] };

describe('incidents that are read anew', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  it('have what they had, whichever service was away in between', async () => {
    const open = () => {
      const { client } = signIn(simulator);
      const { workspace } = simulator.sentinel;
      const sentinel = new Sentinel(client, { workspace, tenant: undefined });
      const defender = new Defender(client, undefined);
      return new IncidentList({ sentinels: [{ sentinel }], defenders: [{ defender }] }, ALL);
    };
    const keys = ({ items }: IncidentList) => items.map(({ key }) => key);
    simulator.sentinel.pageSize = 10;
    simulator.graph.pageSize = 5;
    try {
      const first = open();
      await first.more();
      await first.more();
      const asked = extentOf(first);
      for (let time = 0; time < 3; time++) {
        simulator.faults.deny('SecurityIncident.Read.All');
        const half = open();
        await readAsFar(half, asked);
        assert.ok(half.items.length < first.items.length, 'no more of one in the stead of the other');
        simulator.faults.clear();
        const again = open();
        await readAsFar(again, asked);
        assert.deepEqual(keys(again), keys(first));
      }
      const [newest] = simulator.sentinel.incidents.values();
      assert.ok(newest);
      const created = new Date(Date.parse(simulator.now) + 3_600_000).toISOString();
      simulator.sentinel.incidents.set('come-since', {
        ...newest,
        name: 'come-since',
        properties: { ...newest.properties, createdTimeUtc: created, providerName: 'Azure Sentinel' },
      });
      const grown = open();
      await readAsFar(grown, asked);
      assert.ok(keys(first).every((key) => keys(grown).includes(key)));
      assert.ok(grown.items.some(({ sentinel }) => sentinel?.name === 'come-since'));
    } finally {
      simulator.sentinel.incidents.delete('come-since');
      simulator.sentinel.pageSize = 1_000;
      simulator.graph.pageSize = 50;
    }
  });
});
