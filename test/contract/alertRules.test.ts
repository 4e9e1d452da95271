import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertRules } from '../../src/azure/alertRules.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { ruleWith, SOUND } from '../unit/detections/ruleText.ts';
import { azimuthIn, failureOf, sharedSimulator, signIn, writeAzureFile } from './support.ts';

const ID = '0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11';
const OTHER = '1f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11';

describe('analytics rules of a workspace', function () {
  this.timeout(240_000);
  let simulator: Simulator;
  let folder: string;
  let workspace: string;

  before(async () => {
    simulator = await sharedSimulator();
    workspace = simulator.sentinel.workspace;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'azimuth-ship-'));
    simulator.sentinel.alertRules.rules.clear();
    writeAzureFile(simulator, folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const azimuth = (...args: readonly string[]): ReturnType<typeof azimuthIn> =>
    azimuthIn(folder, ...args, '--azure', 'azure.json');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const stored = (id: string): Readonly<Record<string, unknown>> | undefined =>
    simulator.sentinel.alertRules.rules.get(id)?.properties;

  it('are written under their etag, and refused under another', async () => {
    const { client } = signIn(simulator);
    const rules = new AlertRules(client, workspace);
    const properties = {
      displayName: 'x',
      enabled: true,
      severity: 'Low',
      query: 'T',
      suppressionEnabled: false,
      suppressionDuration: 'PT5H',
    };
    const first = await rules.put({ id: ID, kind: 'NRT', properties, etag: null });
    assert.equal(
      (await failureOf(rules.put({ id: ID, kind: 'NRT', properties, etag: null }))).code,
      'azure.conflict',
    );
    const second = await rules.put({
      id: ID,
      kind: 'NRT',
      properties: { ...properties, severity: 'High' },
      etag: first.etag,
    });
    assert.equal(
      (await failureOf(rules.put({ id: ID, kind: 'NRT', properties, etag: first.etag }))).code,
      'azure.conflict',
    );
    assert.deepEqual(
      (await rules.list()).map(({ id, etag }) => [id, etag]),
      [[ID, second.etag]],
    );
    await rules.remove(ID, second.etag);
    assert.equal(await rules.read(ID), undefined);
  });

  it('are planned, deployed, changed, rolled back and pulled from the command line', async () => {
    write('a.yaml', SOUND);
    const planned = await azimuth('plan', '.', '--workspace', workspace, '--disabled');
    assert.equal(planned.code, 0, planned.notes);
    assert.equal(simulator.sentinel.alertRules.rules.size, 0, 'a plan sends nothing');
    const deployed = await azimuth('deploy', 'plan.json');
    assert.equal(deployed.code, 0, deployed.notes);
    assert.deepEqual(
      [stored(ID)?.['enabled'], stored(ID)?.['queryFrequency'], stored(ID)?.['severity']],
      [false, 'PT1H', 'Medium'],
    );

    write('a.yaml', ruleWith(['severity: Medium', 'severity: High']));
    write('b.yaml', ruleWith([ID, OTHER], ['Many refused sign-ins', 'Another']));
    await azimuth('plan', '.', '--workspace', workspace, '--out', 'second.json');
    assert.equal((await azimuth('deploy', 'second.json')).code, 0);
    assert.deepEqual(
      [stored(ID)?.['severity'], stored(ID)?.['enabled'], stored(OTHER)?.['enabled']],
      ['High', false, true],
    );

    const back = await azimuth('rollback', 'second.result.json');
    assert.equal(back.code, 0, back.notes);
    assert.deepEqual([stored(ID)?.['severity'], stored(OTHER)?.['enabled']], ['Medium', false]);

    const pulled = await azimuth('pull', '--workspace', workspace, '--out', '.');
    assert.equal(pulled.code, 0, pulled.notes);
    assert.match(readFileSync(join(folder, 'a.yaml'), 'utf8'), /severity: Medium[^]*enabled: false/);
    const { out } = await azimuth('plan', '.', '--workspace', workspace, '--json');
    assert.deepEqual((JSON.parse(out) as { steps: unknown[] }).steps, []);
  });

  it('that were changed there are left alone, and deleted only by their name', async () => {
    write('a.yaml', SOUND);
    await azimuth('plan', '.', '--workspace', workspace);
    await azimuth('deploy', 'plan.json');
    const there = simulator.sentinel.alertRules.rules.get(ID)!;
    simulator.sentinel.alertRules.rules.set(ID, {
      ...there,
      etag: '"new"',
      properties: { ...there.properties, triggerThreshold: 9 },
    });
    const drifted = JSON.parse((await azimuth('plan', '.', '--workspace', workspace, '--json')).out) as {
      steps: unknown[];
      untouched: { state: string }[];
    };
    assert.deepEqual([drifted.steps, drifted.untouched.map(({ state }) => state)], [[], ['drifted']]);

    await azimuth('plan', '.', '--workspace', workspace, '--delete', ID, '--out', 'remove.json');
    const refused = await azimuth('deploy', 'remove.json');
    assert.equal(refused.code, 2);
    assert.match(refused.notes, /its name must be typed/);
    assert.ok(stored(ID));
    assert.equal((await azimuth('deploy', 'remove.json', '--delete', 'Many refused sign-ins')).code, 0);
    assert.equal(stored(ID), undefined);
  });
});
