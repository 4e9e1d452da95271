import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadRules } from '../../../src/attack/mapping/loadRules.ts';
import { observedQueries } from '../../../src/attack/mapping/ruleQueries.ts';
import { withShortLists } from '../../../src/attack/mapping/shortLists.ts';
import { UNIX_EPOCH_TICKS } from '../../../src/base/ticks.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';

const RULES = join(import.meta.dirname, '..', '..', '..', 'queries', 'attack');
/** More than the engine reads on one thread. */
const ROWS = 300_000;
const START = Date.UTC(2026, 0, 1);

describe('rules on many rows', function () {
  this.timeout(60_000);

  it('answer in the order of the rows, which columns that are read later go by', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-order-'));
    try {
      const file = join(folder, 'part.parquet');
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(
        `COPY (SELECT ${UNIX_EPOCH_TICKS} + (${START} + i)::BIGINT * 10000 AS "TimeGenerated", '0' AS "ResultType",
          CASE WHEN i % 7 = 0 THEN 'POP3' ELSE 'Browser' END AS "ClientAppUsed" FROM range(${ROWS}) r(i)) TO '${file}' (FORMAT parquet)`,
      );
      connection.closeSync();
      instance.closeSync();
      const engine = await openEngine({
        tables: [
          {
            name: 'SigninLogs',
            columns: [
              { name: 'TimeGenerated', type: 'datetime' },
              { name: 'ResultType', type: 'string' },
              { name: 'ClientAppUsed', type: 'string' },
            ],
            files: [file],
          },
        ],
        functions: [],
        allowedFolders: [folder],
      });
      try {
        const book = await loadRules(RULES);
        const [query] = observedQueries(book, engine.schema());
        const { vectors } = await engine.queryColumns({ text: query?.kql ?? '' });
        const [time, rule] = vectors.map(({ data }) => data);
        assert.equal(time?.length, ROWS);
        assert.equal(
          time.findIndex((at, i) => at !== START + i),
          -1,
        );
        const legacy = rule?.[0];
        assert.notEqual(legacy, rule?.[1]);
        assert.equal(
          rule?.findIndex((number, i) => (number === legacy) !== (i % 7 === 0)),
          -1,
        );
      } finally {
        await engine.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are asked with short lists, which say the same', async () => {
    assert.equal(
      withShortLists('Op in~ ("a", "b", "c", "d", "e,)") and Port !in (1, 2, 3, 4, 5.0, -6)'),
      '(Op in~ ("a", "b", "c", "d") or Op in~ ("e,)")) and (Port !in (1, 2, 3, 4) and Port !in (5.0, -6))',
    );
    const whole = String.raw`Op in ("a", "b", "c", "d") and x != "\" Op in (1, 2, 3, 4, 5)" and y == @'\' and z == "in"`;
    assert.equal(withShortLists(whole), whole);
    assert.equal(withShortLists('D.os in (1, 2, 3, 4, 5)'), '(D.os in (1, 2, 3, 4) or D.os in (5))');
    const { sets } = await loadRules(RULES);
    for (const { where, also } of sets.flatMap(({ rules }) => rules))
      for (const text of [where, also ?? ''])
        assert.doesNotMatch(
          withShortLists(text),
          /\bin~? \((?:[^(),"]*|"[^"]*")(?:,(?:[^(),"]*|"[^"]*")){4,}\)/,
        );
  });
});
