import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuleServer } from '../../../src/ruleServer/client.ts';
import { ruleWith } from './ruleText.ts';

/** A module for the process that lints, and dies of a rule whose text is DIE. */
const MORTAL = `
import ${JSON.stringify(new URL('../../../src/ruleServer/process.ts', import.meta.url).href)};
process.prependListener('message', (message) => { if (JSON.stringify(message).includes('DIE')) process.exit(1); });
`;

describe('detections: the process for rules', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-rule-server-'));
  const module = join(folder, 'mortal.mjs');
  writeFileSync(module, MORTAL);
  const rules = new RuleServer(module);
  after(() => {
    rules.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes by the same schema in the process that takes its place', async () => {
    const path = join(folder, 'rule.yaml');
    const unknown = async (): Promise<string[]> => {
      const { findings } = await rules.call('lint', [path, ruleWith()]);
      return findings.filter(({ code }) => code === 'table-unknown').map(({ message }) => message);
    };
    assert.deepEqual(await unknown(), []);
    await rules.useSchema({ label: 'mine', schema: { name: 'mine', tables: [], functions: [] } });
    const before = await unknown();
    assert.match(before.join(), /SigninLogs in mine/);
    await assert.rejects(rules.call('lint', [path, 'DIE']), { code: 'rules.ended' });
    assert.deepEqual(await unknown(), before);
  });
});
