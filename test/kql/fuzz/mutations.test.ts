import assert from 'node:assert/strict';
import { campaign } from './campaign.ts';
import { MUTATIONS } from './mutations.ts';

/** How many queries over a broken entry may pass before it is found. */
const BOUND = 400;
/** An operator is in one query of about forty, and of those few have rows whose order and neighbours are fixed. */
const OPERATOR_BOUND = 6000;

describe('the fuzzer finds what is broken on purpose', function () {
  this.timeout(300_000);

  for (const { name, entries, apply, rewrite, seed = 7 } of MUTATIONS)
    it(name, async () => {
      const count = rewrite ? OPERATOR_BOUND : BOUND;
      let mend = apply?.();
      try {
        const { differences } = await campaign({
          seed,
          count,
          perTables: rewrite ? 300 : 20,
          shrink: false,
          ...(entries && { entries }),
          ...(rewrite && { rewrite }),
          // Only a difference that is gone once it is mended comes from what was broken.
          confirm: async (query, subject) => {
            mend?.();
            subject.rewrite = (text) => text;
            const { kind } = await subject.ask(query);
            mend = apply?.();
            if (rewrite) subject.rewrite = rewrite;
            return kind === 'equal' || kind === 'unknown';
          },
        });
        assert.equal(differences.length, 1, `not found in ${count} queries`);
      } finally {
        mend?.();
      }
    });
});
