import assert from 'node:assert/strict';
import { cellQuery } from '../../../src/host/notebook/prelude.ts';
import type { NamedCell } from '../../../src/host/notebook/prelude.ts';
import { FIRST_QUESTIONS } from '../../../src/samples/investigation/firstQuestions.ts';
import { DEFAULT_OPTIONS } from '../../../src/samples/plan.ts';
import { openSampleEngine } from './sampleEngine.ts';
import type { SampleEngine } from './sampleEngine.ts';

describe("samples: the investigation's notebook", function () {
  this.timeout(300_000);
  let sample: SampleEngine;

  before(async () => {
    sample = await openSampleEngine({ ...DEFAULT_OPTIONS, rows: 8000 });
  });
  after(() => sample.close());

  it('is answered question for question, and the attack comes out', async () => {
    const cells = [...FIRST_QUESTIONS.matchAll(/```kql(?: name=(\w+))?\n([^]*?)\n```/g)];
    assert.ok(cells.length >= 10);
    const above: NamedCell[] = [];
    const told: string[] = [];
    for (const [, name, text = ''] of cells) {
      const answer = await sample.engine.queryAll({ text: cellQuery(text, above, []).text });
      assert.ok(answer.rows.length > 0, `no row for\n${text}`);
      told.push(JSON.stringify(answer.rows));
      if (name !== undefined) above.push({ name, text });
    }
    const facts = sample.plan.truth.scenarios.find(({ name }) => name === 'aitm')?.facts ?? {};
    for (const fact of ['victim', 'phishingDomain', 'proxyAddress', 'attackerAddress', 'session', 'device'])
      assert.ok(
        told.some((text) => text.includes(JSON.stringify(facts[fact] ?? null).slice(1, -1))),
        `${fact} does not come out`,
      );
  });
});
