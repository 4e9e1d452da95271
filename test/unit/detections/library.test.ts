import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RuleLinter } from '../../../src/ruleServer/lintFiles.ts';
import { RuleTests } from '../../../src/ruleServer/ruleTests.ts';

const FOLDER = join(import.meta.dirname, '../../../queries/detections');
const AREAS = ['activity', 'entra', 'key-vault', 'network', 'storage'];

/** That its mutants are killed and that it finds the attacks of the sample is shown by `npm run soak -- detections`. */
describe('detections: the library', function () {
  this.timeout(240_000);
  const files = globSync('*/*.yaml', { cwd: FOLDER }).sort();
  const rules = files.filter((file) => !file.endsWith('.test.yaml'));

  it('has at least forty rules over all areas, each with tests', () => {
    assert.ok(rules.length >= 40);
    assert.deepEqual([...new Set(rules.map((file) => file.split(/[\\/]/)[0]))].sort(), AREAS);
    assert.deepEqual(
      rules.filter((file) => !files.includes(file.replace('.yaml', '.test.yaml'))),
      [],
    );
  });

  it('is without errors and warnings', async () => {
    const linter = new RuleLinter({});
    const ids = new Map<string, string>();
    for (const rule of rules) {
      const { findings } = await linter.lint(
        join(FOLDER, rule),
        await readFile(join(FOLDER, rule), 'utf8'),
        ids,
      );
      assert.deepEqual(
        findings.filter(({ severity }) => severity !== 'information').map(({ message }) => message),
        [],
        rule,
      );
    }
  });

  it('passes its tests', async () => {
    const tests = new RuleTests();
    try {
      let count = 0;
      for (const rule of rules) {
        const { faults, tests: outcomes } = await tests.run(
          join(FOLDER, rule.replace('.yaml', '.test.yaml')),
        );
        assert.deepEqual(faults, [], rule);
        assert.deepEqual(
          outcomes
            .filter(({ outcome }) => outcome !== 'passed')
            .map(({ name, reason, mismatches }) => [name, reason, mismatches]),
          [],
          rule,
        );
        count += outcomes.length;
      }
      assert.ok(count >= 200);
    } finally {
      await tests.close();
    }
  });
});
