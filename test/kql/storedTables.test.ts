import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import { diagnosticOf, openCase, type OpenCase, type SampleTable } from './support.ts';

const SIGNINS: SampleTable = {
  schema: {
    name: 'SigninLogs',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'UserPrincipalName', type: 'string' },
      { name: 'Details', type: 'dynamic' },
      { name: 'Amount', type: 'real' },
    ],
  },
  rows: Array.from({ length: 5000 }, (_, i) => ({
    TimeGenerated: new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString(),
    UserPrincipalName: `user${i % 10}@example.com`,
    Details: { n: i, tags: [`t${i % 3}`] },
    ...(i % 2 === 0 && { Amount: i / 2 }),
  })),
};

const AUDIT: SampleTable = {
  schema: {
    name: 'AuditLogs',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'OperationName', type: 'string' },
    ],
  },
  rows: [{ TimeGenerated: '2026-01-05T00:00:00Z', OperationName: 'Add user' }],
};

describe('tables of the case', () => {
  let open: OpenCase;
  before(async () => (open = await openCase([SIGNINS, AUDIT])));
  after(() => open.close());

  const rows = async (text: string) => (await open.engine.queryAll({ text })).rows;

  it('are read with their types', async () => {
    assert.deepEqual(await rows('SigninLogs | sort by TimeGenerated asc | take 2'), [
      ['2026-01-01T00:00:00Z', 'user0@example.com', { n: 0, tags: ['t0'] }, 0],
      ['2026-01-01T01:00:00Z', 'user1@example.com', { n: 1, tags: ['t1'] }, null],
    ]);
  });

  it('are joined after the rows were limited, not before', async () => {
    const first = 'SigninLogs | sort by TimeGenerated asc | take 3 | top 2 by Amount desc nulls last';
    const later = 'SigninLogs | sort by TimeGenerated desc | take 1';
    for (const kind of ['inner', 'leftsemi'])
      assert.deepEqual(await rows(`${first} | join kind=${kind} (${later}) on TimeGenerated | count`), [[0]]);
    assert.deepEqual(await rows(`${first} | join kind=inner (SigninLogs) on TimeGenerated | count`), [[2]]);
  });

  it('can all be searched', async () => {
    assert.deepEqual(await rows('search "Add" | project $table, OperationName'), [['AuditLogs', 'Add user']]);
    assert.deepEqual(await rows('union withsource=T * | summarize count() by T | sort by T asc'), [
      ['AuditLogs', 1],
      ['SigninLogs', 5000],
    ]);
  });

  it('are cut to the window of the request', async () => {
    const answer = await open.engine.queryAll({
      text: 'union SigninLogs, AuditLogs | count',
      window: { start: '2026-01-05T00:00:00Z', end: '2026-01-05T02:00:00Z' },
    });
    assert.deepEqual(answer.rows, [[3]]);
  });

  const keyed = async (text: string) => {
    const answer = await open.engine.queryAll({ text, withRowKeys: true });
    return answer.rowKeys;
  };

  it('give the key of the event behind a row', async () => {
    assert.deepEqual(
      await keyed(
        'SigninLogs | sort by TimeGenerated asc | where Details.n > 1 | extend x = 1 | project x | take 1',
      ),
      ['SigninLogs/sample#3'],
    );
    assert.deepEqual(
      await keyed(
        'union AuditLogs, (SigninLogs | where Details.n == 4) | sort by TimeGenerated asc | project TimeGenerated',
      ),
      ['SigninLogs/sample#5', 'AuditLogs/sample#1'],
    );
    assert.deepEqual(
      await keyed(
        'SigninLogs | where Details.n == 0 | mv-expand Details.tags | parse UserPrincipalName with u "@" *',
      ),
      ['SigninLogs/sample#1'],
    );
  });

  it('give no key where a row stands for many or none', async () => {
    assert.deepEqual(await keyed('AuditLogs | summarize count()'), [null]);
    assert.deepEqual(
      await keyed('AuditLogs | join kind=inner AuditLogs on OperationName | project OperationName'),
      [null],
    );
    assert.deepEqual(
      await keyed(
        'union AuditLogs, (print OperationName = "x") | sort by OperationName asc | project OperationName',
      ),
      ['AuditLogs/sample#1', null],
    );
  });

  it('stream in chunks', async () => {
    let count = 0;
    let chunks = 0;
    const summary = await open.engine.query({ text: 'SigninLogs' }, (part) => {
      count += part.length;
      chunks++;
    });
    assert.deepEqual([count, summary.statistics.rows, summary.completeness.state], [5000, 5000, 'complete']);
    assert.ok(chunks > 1);
  });

  it('say that rows are left out', async () => {
    const answer = await open.engine.queryAll({ text: 'SigninLogs', maxRows: 10 });
    assert.equal(answer.rows.length, 10);
    assert.deepEqual(
      [answer.completeness.state, answer.completeness.state === 'cut' && answer.completeness.by],
      ['cut', 'rowLimit'],
    );
    const all = await open.engine.queryAll({ text: 'AuditLogs', maxRows: 1 });
    assert.equal(all.completeness.state, 'complete');
  });

  it('come as columns', async () => {
    const answer = await open.engine.queryColumns({
      text: 'SigninLogs | sort by TimeGenerated asc | project TimeGenerated, UserPrincipalName, Amount',
    });
    const [time, user, amount] = answer.vectors;
    assert.ok(time?.kind === 'datetime' && user?.kind === 'dictionary' && amount?.kind === 'number');
    assert.equal(time.data[1], Date.UTC(2026, 0, 1, 1));
    assert.deepEqual([user.values.length, user.values[user.data[11] ?? 0]], [10, 'user1@example.com']);
    assert.deepEqual([amount.data.length, amount.data[4], Number.isNaN(amount.data[1])], [5000, 2, true]);
    const numbers = await open.engine.queryColumns({
      text: 'SigninLogs | sort by TimeGenerated desc | project TimeGenerated, Odd = toint(hourofday(TimeGenerated)) % 2 == 1, Amount',
    });
    const [times, odd, amounts] = numbers.vectors.map(({ data }) => data);
    assert.deepEqual(times, time.data.toReversed());
    assert.deepEqual(amounts, amount.data.toReversed());
    assert.deepEqual([...(odd ?? [])].slice(-3), [0, 1, 0]);
  });

  it('stop when the signal fires, and the engine goes on', async () => {
    const abort = new AbortController();
    const running = open.engine.queryAll(
      { text: 'range x from 1 to 100000000 step 1 | summarize count() by hash_md5(tostring(x)) | count' },
      abort.signal,
    );
    setTimeout(() => abort.abort(), 100);
    await assert.rejects(running, { name: 'AbortError' });
    assert.deepEqual(await rows('AuditLogs | count'), [[1]]);
    const columns = new AbortController();
    const reading = open.engine.queryColumns({ text: 'range x from 1 to 100000000 step 1' }, columns.signal);
    setTimeout(() => columns.abort(), 100);
    await assert.rejects(reading, { name: 'AbortError' });
    assert.deepEqual(await rows('AuditLogs | count'), [[1]]);
  });

  for (const [holding, query, sentence] of [
    ['a spread that a real', 'summarize stdev(exp10(100 * x))', /more than a real holds\. Divide them first/],
    [
      'a sum that a long',
      'extend y = 9223372036854775807 | summarize sum(y)',
      /^The query failed: the sum 27670116110564327421 is more than a whole number holds/,
    ],
    [
      'a product that a long',
      'extend y = x * 9223372036854775807',
      /^The query failed: 2 \* 9223372036854775807 is more than a whole number/,
    ],
    [
      'a magnitude that a long',
      'extend y = abs(x - 9223372036854775807 - 2)',
      /^The query failed: a number is more than a whole number holds \(an overflow\)/,
    ],
  ] as const)
    it(`have ${holding} cannot hold: an error that says what to do`, async () => {
      await assert.rejects(
        open.engine.queryAll({ text: `range x from 1 to 3 step 1 | ${query}` }),
        ({ message }: Error) => {
          assert.match(message, sentence);
          assert.doesNotMatch(message, /Error:|LINE/);
          return true;
        },
      );
    });

  it('are all that a query can read', async () => {
    const outside = await openEngine({
      ...open.options,
      tables: [],
      allowedFolders: [join(open.folder, 'elsewhere')],
    });
    try {
      await assert.rejects(
        outside.reload({ ...open.options, allowedFolders: [join(open.folder, 'elsewhere')] }),
        /SigninLogs/,
      );
    } finally {
      await outside.close();
    }
  });

  it('are seen anew after reload', async () => {
    const other = await openEngine({ ...open.options, tables: [] });
    try {
      assert.equal((await diagnosticOf(other, '«AuditLogs» | count')).kind, 'invalid');
      await other.reload(open.options);
      assert.deepEqual((await other.queryAll({ text: 'AuditLogs | count' })).rows, [[1]]);
    } finally {
      await other.close();
    }
  });

  it('are shown by translate as plan and SQL', async () => {
    const { sql, plan, columns } = await open.engine.translate({
      text: 'AuditLogs | where OperationName == "x" | count',
    });
    assert.match(sql, /case_tables\."AuditLogs"/);
    assert.match(plan, /filter Equal\(OperationName, "x"\)/);
    assert.deepEqual(columns, [{ name: 'Count', type: 'long' }]);
  });
});
