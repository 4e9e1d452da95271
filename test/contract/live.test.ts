import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readSettings } from '../../src/azure/settings.ts';
import { FACTS, lookAt } from '../live/facts.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { cloudOf, sharedSimulator, signIn } from './support.ts';

describe('the check of a live tenant', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  it('reads, changes nothing, and tells what holds, what differs and what it could not see', async () => {
    const { client } = signIn(simulator);
    const connections = [
      { name: 'soc', kind: 'logAnalytics', workspaces: [], workspaceId: simulator.sentinel.workspace },
    ];
    const settings = { ...(await readSettings({ connections }, 'azureCli')), cloud: cloudOf(simulator) };
    const from = simulator.requests.length;
    simulator.faults.deny('AuditLog.Read.All');
    const found = new Map<string, string>();
    for (const fact of FACTS) found.set(fact.name, (await lookAt(fact, { client, settings })).kind);
    const kinds = (part: string) =>
      [...found].filter(([name]) => name.includes(part)).map(([, kind]) => kind);
    for (const part of [
      'reads are left',
      '50 incidents',
      'etag',
      'providerName',
      'counts, sorts',
      'Logic Apps Standard',
      'Workspace',
    ])
      assert.deepEqual(kinds(part), ['holds'], part);
    assert.deepEqual(kinds('sign-ins'), ['unseen']);
    simulator.faults.inject({
      times: 1,
      fault: { kind: 'answer', change: () => ({ status: 200, body: { value: [] } }) },
    });
    const [first] = FACTS;
    assert.equal((await lookAt(first!, { client, settings })).kind, 'differs');
    const asked = simulator.requests.slice(from);
    assert.ok(asked.every(({ method, plane }) => method === 'GET' || plane === 'logAnalytics'));
  });

  it('is skipped with one line where nobody is signed in', async () => {
    const program = join(import.meta.dirname, '..', 'live', 'main.ts');
    const env = { ...process.env, PATH: '', AZIMUTH_AZURE: undefined };
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
    assert.match(stdout, /^skipped: nobody is signed in .*\n$/);
  });
});
