/**
 * 10,000 incidents and 100,000 resources of a simulated tenant: how long the first page takes, how long the thread that asks is
 * blocked, and how much memory stays. The simulator runs in a process of its own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { customCloud } from '../../src/azure/clouds.ts';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { AzureClient } from '../../src/azure/pipeline/client.ts';
import { Inventory } from '../../src/azure/resources/inventory.ts';
import { OPEN_INCIDENTS } from '../../src/domain/incident.ts';

interface Ready {
  readonly cloud: Parameters<typeof customCloud>[0];
  readonly workspace: string;
  readonly tokens: Readonly<Record<string, string>>;
}

const child = fork(fileURLToPath(new URL('../simulator/serve.ts', import.meta.url)), ['10000', '100000']);
try {
  const [ready] = (await once(child, 'message')) as [Ready];
  const client = new AzureClient({
    cloud: customCloud(ready.cloud),
    credential: {
      getToken: (scope) =>
        Promise.resolve({
          token: ready.tokens[String(scope).replace(/\/\.default$/, '')] ?? '',
          expiresOnTimestamp: Date.now() + 3_600_000,
        }),
    },
  });
  await measured('first page of incidents', async () => {
    const list = new IncidentList(
      {
        sentinels: [{ sentinel: new Sentinel(client, { workspace: ready.workspace, tenant: undefined }) }],
        defender: new Defender(client, undefined),
      },
      OPEN_INCIDENTS,
      '',
    );
    await list.more();
    return `${list.items.length} incidents`;
  });
  const inventory = new Inventory(client, undefined);
  await measured('subscriptions', async () => `${(await inventory.subscriptions()).length} subscriptions`);
  for (const text of ['node-0999', 'vm', 'criticality'])
    await measured(`search "${text}"`, async () => {
      const { resources, total } = await inventory.search(text);
      return `${resources.length} of ${total} resources`;
    });
} finally {
  child.kill();
}

async function measured(name: string, work: () => Promise<string>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = process.memoryUsage().heapUsed;
  delay.enable();
  const started = performance.now();
  const found = await work();
  const elapsed = performance.now() - started;
  delay.disable();
  const grown = (process.memoryUsage().heapUsed - before) / 1_048_576;
  console.log(
    `${name}: ${elapsed.toFixed(0)} ms, ${found}, blocked at most ${(delay.max / 1e6).toFixed(0)} ms, heap ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB`,
  );
}
