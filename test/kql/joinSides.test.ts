import assert from 'node:assert/strict';
import { type OpenCase, openCase } from './support.ts';

const BEFORE = 'Signins | where At < datetime(2026-02-01)';
const RECENT = 'Signins | where At >= datetime(2026-02-01)';

describe('the side that a semi or anti join makes its hash table of', () => {
  let opened: OpenCase;
  before(async () => {
    const columns = [
      { name: 'At', type: 'datetime' },
      { name: 'User', type: 'string' },
      { name: 'Place', type: 'string' },
    ] as const;
    const rows = [
      ['2026-01-03', 'ann', 'NG'],
      ['2026-01-04', 'bob', 'GB'],
      ['2026-02-03', 'ann', 'NG'],
      ['2026-02-04', 'cid', 'NG'],
      ['2026-02-05', 'bob', 'GB'],
      ['2026-02-06', 'dan', 'GB'],
    ].map(([day = '', User = '', Place = '']) => ({ At: `${day}T00:00:00Z`, User, Place }));
    opened = await openCase([{ schema: { name: 'Signins', columns }, rows }]);
  });
  after(() => opened.close());

  const cases: readonly (readonly [query: string, expectsFew: boolean, users: readonly string[]])[] = [
    [`${RECENT} and Place == "NG" | join kind=leftanti (${BEFORE}) on User`, true, ['cid']],
    [`${RECENT} | where Place == "NG" | join kind=leftsemi (${BEFORE}) on User`, true, ['ann']],
    [`${BEFORE} | join kind=rightanti (${RECENT} and Place == "NG") on User`, true, ['cid']],
    [`${RECENT} | join kind=leftanti (${BEFORE}) on User`, false, ['cid', 'dan']],
    [`${RECENT} | join kind=leftanti (${BEFORE} and Place == "NG") on User`, false, ['bob', 'cid', 'dan']],
    [
      `${RECENT} and Place == "NG" | join kind=leftanti (${BEFORE} | summarize n = count() by User) on User`,
      false,
      ['cid'],
    ],
  ];
  for (const [text, expectsFew, users] of cases)
    it(`${text} ${expectsFew ? 'expects few rows' : 'leaves it to the database'}`, async () => {
      const { sql } = await opened.engine.translate({ text });
      assert.equal(sql.includes('random() >= 0'), expectsFew, sql);
      const { rows } = await opened.engine.queryAll({ text: `${text} | distinct User | sort by User asc` });
      assert.deepEqual(
        rows,
        users.map((user) => [user]),
      );
    });
});
