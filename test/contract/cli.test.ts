import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { azimuthIn, sharedSimulator, writeAzureFile } from './support.ts';

describe('azimuth query --connection', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let folder: string;
  before(async () => {
    simulator = await sharedSimulator();
    folder = mkdtempSync(join(tmpdir(), 'azimuth-cli-'));
    const { endpoints, workspaces, database } = simulator;
    writeAzureFile(simulator, folder, [
      { name: 'soc', kind: 'logAnalytics', workspaces: [workspaces[0]?.customerId] },
      { name: 'lake', kind: 'kusto', cluster: endpoints.kusto, database },
    ]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const azimuth = (...args: string[]): ReturnType<typeof azimuthIn> => azimuthIn(folder, ...args);

  it('signs in with a certificate, asks, and leaves the question in the case’s ledger and no token anywhere', async () => {
    await azimuth('init', 'case');
    const asked = ['query', '--connection', 'soc', '--azure', 'azure.json', '--case', 'case', '--json'];
    const { code, out, notes } = await azimuth(...asked, 'SigninLogs | summarize n = count()');
    assert.deepEqual([code, notes], [0, '']);
    const answer = JSON.parse(out);
    assert.equal(answer.complete, true);
    assert.ok(answer.rows[0][0] > 0);
    const collected = await azimuth(
      ...asked,
      '--collect',
      'SigninLogs',
      '--timespan',
      '2026-03-16T00:00:00Z/2026-03-17T00:00:00Z',
    );
    assert.equal(collected.code, 0, collected.notes);
    assert.ok(JSON.parse(collected.out).rows > 0);
    const kept = await azimuth(
      'query',
      '--connection',
      'lake',
      '--azure',
      'azure.json',
      '--case',
      'case',
      '--json',
      '--collect',
      'AuditLogs',
      'AuditLogs | take 5',
    );
    assert.deepEqual([kept.code, JSON.parse(kept.out).rows], [0, 5], kept.notes);
    const everything = new TextDecoder().decode(await filesOf(join(folder, 'case')));
    assert.match(everything, /"connection":"soc"/);
    assert.ok(!/eyJ[\w-]{20,}\.[\w-]{20,}/.test(everything));
    assert.equal((await azimuth('verify', 'case')).code, 0);
  });

  it('ends with 2 for a connection that there is not and for a query that is wrong', async () => {
    const unknown = await azimuth('query', '--connection', 'nope', '--azure', 'azure.json', 'print 1');
    assert.equal(unknown.code, 2);
    assert.match(unknown.notes, /Choose one of: soc, lake/);
    const wrong = await azimuth(
      'query',
      '--connection',
      'soc',
      '--azure',
      'azure.json',
      'SigninLogs | where Nope == 1',
    );
    assert.equal(wrong.code, 2);
    const untold = await azimuth('query', '--connection', 'soc', 'print 1');
    assert.match(untold.notes, /--azure FILE is missing/);
  });

  it('ends with 3 where the right is missing, and names it', async () => {
    simulator.faults.inject({ plane: 'logAnalytics', times: 1, fault: { kind: 'status', status: 403 } });
    const { code, notes } = await azimuth('query', '--connection', 'soc', '--azure', 'azure.json', 'print 1');
    simulator.faults.clear();
    assert.equal(code, 3);
    assert.match(notes, /Log Analytics Reader/);
  });
});

async function filesOf(folder: string): Promise<Buffer> {
  const { globSync } = await import('node:fs');
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}
