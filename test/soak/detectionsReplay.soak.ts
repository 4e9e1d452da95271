/**
 * The library of rules: each fires on an attack of the sample tenant when it is replayed over its logs, and on nothing that
 * is not about one, look-alikes included.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayRule } from '../../src/ruleServer/replayRule.ts';
import { sampleInvestigation } from '../../src/samples/investigation/sampleInvestigation.ts';
import { planSample, scenarioNames } from '../../src/samples/plan.ts';
import { defaultParts } from '../../src/session/defaultParts.ts';
import { makeSampleCase } from '../../src/session/sampleCase.ts';

const FOLDER = join(import.meta.dirname, '../../queries/detections');
const rules = globSync('*/*.yaml', { cwd: FOLDER })
  .filter((file) => !file.endsWith('.test.yaml'))
  .sort();

/** What an alert names: each value of an identifier, in the case that logs may write it. */
function named(identifiers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(identifiers).map((value) => value.toLowerCase());
}

/** What each attack left in the logs, and nothing else did it: the rows as text. */
function plantedRows(options: { rows: number; scenarios: readonly string[] }): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const { mark, row } of planSample(sampleInvestigation(options).options).told)
    if (mark)
      rows.set(mark.scenario, `${rows.get(mark.scenario) ?? ''}${JSON.stringify(row).toLowerCase()}\n`);
  return rows;
}

async function replays(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-soak-detections-'));
  try {
    const options = { rows: 20_000, scenarios: scenarioNames() };
    await makeSampleCase(join(folder, 'case'), options, defaultParts, () => undefined);
    const planted = plantedRows(options);
    const failed: string[] = [];
    let [alertCount, queries, elapsedMs] = [0, 0, 0];
    for (const rule of rules) {
      const { alerts, load } = await replayRule({
        rule: join(FOLDER, rule),
        over: { case: join(folder, 'case') },
      });
      alertCount += alerts.length;
      queries += load.queries;
      elapsedMs += load.elapsedMs;
      console.log(
        `${rule}: ${alerts.length} alerts, ${load.queries} queries in ${Math.round(load.elapsedMs)} ms`,
      );
      if (alerts.length === 0) failed.push(`${rule} does not fire`);
      for (const { time, entities } of alerts) {
        const values = entities.flatMap(({ identifiers }) => named(identifiers));
        const explained = [...planted.values()].some(
          (text) => values.length > 0 && values.every((value) => text.includes(value)),
        );
        if (!explained)
          failed.push(`${rule} fires at ${time} on ${JSON.stringify(entities)}, which is in no attack`);
      }
    }
    console.log(
      `${rules.length} rules: ${alertCount} alerts, ${queries} queries in ${(elapsedMs / 1000).toFixed(1)} s`,
    );
    assert.deepEqual(failed, []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await replays();
