import assert from 'node:assert/strict';
import { campaign, type CampaignResult } from './campaign.ts';
import { MUTATIONS } from './mutations.ts';

/** How many queries may pass before what is broken is found. */
const BOUND = 60;
/** An operator is in one query of about forty. */
const OPERATOR_BOUND = 1200;

describe('the fuzzer finds what is broken on purpose', function () {
  this.timeout(120_000);

  for (const { name, entries, apply, rewrite } of MUTATIONS)
    it(name, async () => {
      const options = {
        seed: 7,
        count: rewrite ? OPERATOR_BOUND : BOUND,
        perTables: rewrite ? 300 : 20,
        shrink: false,
        ...(entries && { entries }),
      };
      const mend = apply?.();
      let found: CampaignResult;
      try {
        found = await campaign({ ...options, ...(rewrite && { rewrite }) });
      } finally {
        mend?.();
      }
      const [difference] = found.differences;
      assert.ok(difference, `not found in ${options.count} queries`);
      const { differences } = await campaign({ ...options, from: difference.at - 1, count: difference.at });
      assert.deepEqual(differences, [], 'the difference is there without the mutation too');
    });
});
