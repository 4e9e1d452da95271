import assert from 'node:assert/strict';
import type { NamedTable } from './data.ts';
import { Subject } from './subject.ts';

const TABLE: NamedTable = {
  name: 'T',
  columns: [
    { name: 'a', type: 'long' },
    { name: 'b', type: 'long' },
  ],
  rows: [
    [2n ** 63n - 1n, 1n],
    [1n, 1n],
  ],
};

describe('an overflow, which may fail a query of Kusto', function () {
  this.timeout(60_000);
  let subject: Subject;
  before(async () => (subject = await Subject.open([TABLE, { ...TABLE, name: 'U', rows: [] }])));
  after(() => subject.close());

  const kinds: readonly (readonly [query: string, kind: string])[] = [
    ['T | extend c = a + b', 'unknown'],
    // Of rows that no row is left of, and where there is none.
    ['T | extend c = a + b | join kind=inner (T | where a == 2) on b', 'unknown'],
    ['T | where a == 2 | extend c = bin_at(long(9223372036854775807), 1, long(-1))', 'unknown'],
    ['T | extend c = b + b', 'equal'],
  ];
  for (const [query, kind] of kinds)
    it(`${query}: ${kind}`, async () => {
      const outcome = await subject.ask(query);
      assert.equal(outcome.kind, kind, 'reason' in outcome ? outcome.reason : '');
    });

  // The engine is made to fail, whatever of the rows it would leave out first.
  const failing: readonly (readonly [query: string, kind: string])[] = [
    ['T | extend c = a + b | where a == 1', 'unknown'],
    ['U | extend c = a + b | join kind=rightouter (T) on a', 'unknown'],
    ['T | where a == 1 | extend c = a + b', 'crashed'],
  ];
  for (const [query, kind] of failing)
    it(`${query}, which the engine fails: ${kind}`, async () => {
      subject.rewrite = () => 'T | extend c = a + b';
      try {
        assert.equal((await subject.ask(query)).kind, kind);
      } finally {
        subject.rewrite = (text) => text;
      }
    });
});
