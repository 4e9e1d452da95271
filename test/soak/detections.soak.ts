/** The library of rules: no mutant of a query is missed by its tests. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { RuleTests } from '../../src/ruleServer/ruleTests.ts';

const FOLDER = join(import.meta.dirname, '../../queries/detections');
const MAX_EXCUSED = 0.1;
const rules = globSync('*/*.yaml', { cwd: FOLDER })
  .filter((file) => !file.endsWith('.test.yaml'))
  .sort();

async function mutants(): Promise<void> {
  const tests = new RuleTests();
  let [all, excused] = [0, 0];
  for (const rule of rules) {
    const { mutation } = await tests.run(join(FOLDER, rule.replace('.yaml', '.test.yaml')), { mutate: true });
    assert.ok(mutation, `${rule}: its tests do not pass`);
    assert.deepEqual(
      mutation.mutants.filter(({ fate }) => fate === 'alive').map(({ id }) => id),
      [],
      rule,
    );
    assert.deepEqual(mutation.needlessExcuses, [], rule);
    all += mutation.killed + mutation.excused;
    excused += mutation.excused;
  }
  await tests.close();
  console.log(`${rules.length} rules: ${all} mutants, ${excused} excused, the rest killed`);
  assert.ok(excused <= all * MAX_EXCUSED);
}

await mutants();
