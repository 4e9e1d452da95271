/**
 * The library of rules: no mutant of a query is missed by its tests, each rule fires on an attack of the sample tenant when
 * it is replayed over its logs, and raises nothing that is not about one.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayRule } from '../../src/ruleServer/replayRule.ts';
import { RuleTests } from '../../src/ruleServer/ruleTests.ts';
import { sampleInvestigation } from '../../src/samples/investigation/sampleInvestigation.ts';
import { planSample, scenarioNames } from '../../src/samples/plan.ts';
import { defaultParts } from '../../src/session/defaultParts.ts';
import { makeSampleCase } from '../../src/session/sampleCase.ts';

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

async function replays(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-soak-detections-'));
  try {
    const options = { rows: 20_000, scenarios: scenarioNames() };
    await makeSampleCase(join(folder, 'case'), options, defaultParts, () => undefined);
    const { scenarios } = planSample(sampleInvestigation(options).options).truth;
    const facts = scenarios
      .flatMap(({ facts: each }) => Object.values(each).flat())
      .filter((fact): fact is string => typeof fact === 'string' && fact.length > 5);
    for (const rule of rules) {
      const { alerts, load } = await replayRule({
        rule: join(FOLDER, rule),
        over: { case: join(folder, 'case') },
      });
      console.log(
        `${rule}: ${alerts.length} alerts, ${load.queries} queries in ${Math.round(load.elapsedMs)} ms`,
      );
      assert.ok(alerts.length > 0, `${rule} does not fire`);
      for (const { entities } of alerts) {
        const about = JSON.stringify(entities);
        assert.ok(
          facts.some((fact) => about.includes(fact)),
          `${rule} fires on ${about}, which is in no attack`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await mutants();
await replays();
