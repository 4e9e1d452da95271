import assert from 'node:assert/strict';
import { haveCases, type Source } from './cases.ts';
import { runCases } from './suite.ts';

/** Equal answers that must not get fewer. */
const FLOORS: Readonly<Record<Source, number>> = {
  oracle: 334,
  docs: 315,
  traps: 77,
  'kusto-loco': 238,
  clickhouse: 42,
};

describe('conformance with the cases of other engines', function () {
  this.timeout(120_000);
  before(function () {
    if (!haveCases()) this.skip();
  });

  for (const [source, floor] of Object.entries(FLOORS) as [Source, number][])
    it(`${source}: no wrong answer, at least ${floor} equal ones`, async () => {
      const outcomes = await runCases(source);
      const wrong = outcomes.filter(({ verdict }) => verdict === 'wrong' || verdict === 'failed');
      assert.deepEqual(
        wrong.map(({ one, detail }) => `${one.id}: ${detail}`),
        [],
      );
      const equal = outcomes.filter(({ verdict }) => verdict === 'equal').length;
      assert.ok(equal >= floor, `${equal} equal answers instead of ${floor}`);
    });
});
