import assert from 'node:assert/strict';
import { campaign } from './campaign.ts';
import { MUTATIONS } from './mutations.ts';

/** How many queries may pass before what is broken is found. */
const BOUND = 60;
/** An operator is in one query of about forty. */
const OPERATOR_BOUND = 1200;

describe('the fuzzer finds what is broken on purpose', function () {
  this.timeout(120_000);

  for (const { name, entries, apply, rewrite } of MUTATIONS)
    it(name, async () => {
      const mend = apply?.();
      try {
        const { differences } = await campaign({
          seed: 7,
          count: rewrite ? OPERATOR_BOUND : BOUND,
          perTables: rewrite ? 300 : 15,
          shrink: false,
          ...(entries && { entries }),
          ...(rewrite && { rewrite }),
        });
        assert.notEqual(differences.length, 0);
      } finally {
        mend?.();
      }
    });
});
