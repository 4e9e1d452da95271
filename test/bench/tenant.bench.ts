/**
 * 10,000 incidents and 100,000 resources of a simulated tenant: how long the first page takes, how long the thread that asks is
 * blocked, and how much memory stays. The simulator runs in a process of its own, and each question is put to it once before it is
 * measured: its tables are then read, as a service's are. The code of the one who asks is compiled by then, too.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import type { AzureClient } from '../../src/azure/pipeline/client.ts';
import { Containers } from '../../src/azure/resources/containers.ts';
import { Inventory } from '../../src/azure/resources/inventory.ts';
import { OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import { type Ready, simulatedClient } from './simulatedClient.ts';

const child = fork(fileURLToPath(new URL('../simulator/serve.ts', import.meta.url)), ['10000', '100000']);
try {
  const [ready] = (await once(child, 'message')) as [Ready];
  const client = (): AzureClient => simulatedClient(ready);
  const list = (asking: AzureClient): IncidentList =>
    new IncidentList(
      {
        sentinels: [{ sentinel: new Sentinel(asking, { workspace: ready.workspace, tenant: undefined }) }],
        defenders: [{ defender: new Defender(asking, undefined) }],
      },
      OPEN_INCIDENTS,
    );
  const questions = async (asking: AzureClient, measure: typeof measured): Promise<void> => {
    await measure('connect', async () => {
      await asking.send({ plane: 'arm', url: '/tenants?api-version=2022-12-01', what: 'connect' });
      return 'one request';
    });
    const incidents = list(asking);
    const page = async (): Promise<string> => {
      await incidents.more();
      return `${incidents.items.length} incidents`;
    };
    await measure('first page of incidents', page);
    await measure('next page of incidents', page);
    const containers = new Containers(asking, undefined);
    const inventory = new Inventory(asking, undefined);
    let first = '';
    await measure('subscriptions', async () => {
      const { items: found } = await containers.subscriptions();
      first = found.toSorted((a, b) => b.resources - a.resources)[0]?.id ?? '';
      return `${found.length} subscriptions`;
    });
    let group = '';
    await measure('groups of the largest', async () => {
      const { items: found } = await containers.groups(first);
      group = found[0]?.id ?? '';
      return `${found.length} groups`;
    });
    await measure('first page of a group', async () => {
      const { resources, total } = await inventory.group(first, group);
      return `${resources.length} of ${total} resources`;
    });
    for (const text of ['node-0999', 'vm', 'criticality'])
      await measure(`search "${text}"`, async () => {
        const { resources, total } = await inventory.search(text);
        return `${resources.length} of ${total} resources`;
      });
  };
  await questions(client(), async (_name, work) => {
    await work();
  });
  const asking = client();
  await questions(asking, measured);
  const long = list(asking);
  await measured('20 more pages of incidents', async () => {
    for (let page = 0; page < 20 && !long.done; page++) await long.more();
    return `${long.items.length} incidents`;
  });
} finally {
  child.kill();
}

async function measured(name: string, work: () => Promise<string>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  delay.enable();
  const started = performance.now();
  const found = await work();
  const elapsed = performance.now() - started;
  delay.disable();
  globalThis.gc?.();
  const grown = (process.memoryUsage().heapUsed - before) / 1_048_576;
  console.log(
    `${name}: ${elapsed.toFixed(0)} ms, ${found}, blocked at most ${(delay.max / 1e6).toFixed(0)} ms, heap ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB`,
  );
}
