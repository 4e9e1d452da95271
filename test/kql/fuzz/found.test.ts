import assert from 'node:assert/strict';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';

/** Queries that the fuzzer found to be answered wrongly or to fail, with their answers. */
const FOUND: readonly (readonly [query: string, ...cells: unknown[]])[] = [
  ['print x = series_seasonal(dynamic([1,2,3]), 9223372036854775807, -9223372036854775807)', [1, 2, 3]],
  ['print x = time(01:00:00)', '01:00:00'],
  ['datatable(i:int)[7] | project x = +i', 7],
  ['print x = gettype(- int(1)), y = gettype(-(- int(1)))', 'int', 'long'],
  ['datatable(t:datetime)[datetime(2022-03-01)] | project x = ceiling(getmonth(t))', 3],
  ['datatable(i:int)[5, 2] | summarize binary_all_or(i)', 7],
  ['datatable(r:real)[1, real(+inf), 2] | summarize stdev(r)', 'NaN'],
  ['datatable(r:real)[1, real(nan), 2] | summarize variance(r)', 'NaN'],
  ['datatable(r:real)[real(+inf)] | project x = cot(r)', 'NaN'],
  ['datatable(s:string)["ab"] | project x = strrep(s, 3, s)', 'ababababab'],
  ['datatable(s:string)["ab"] | project x = strrep(s, 0, s)', ''],
  ['datatable(n:long)[5] | project x = n % long(-9223372036854775807)', 5],
  ['datatable(n:long)[-7] | project x = n % 3, y = bin(n, 3)', 2, -9],
  ['datatable(d:dynamic)[dynamic([1,2])] | project x = bag_pack(d, 1)', { '[1,2]': 1 }],
  ['datatable(r:real)[real(-inf)] | project x = make_timespan(1, 0, 0, r)', null],
  ['datatable(t:datetime)[datetime(0001-01-01)] | project x = datetime_part("dayofyear", t)', 1],
  ['print t = datetime(2022-02-28T01:00:00.1234567Z) | summarize avg(t)', '2022-02-28T01:00:00.1234567Z'],
  ['print x = getyear(datetime(0001-01-01)) | union (print y = 1) | where isnotempty(x)', 1, null],
  [
    'datatable(r:real)[1] | project x = r between (real(0) .. real(nan)), y = real(1) < real(nan)',
    false,
    false,
  ],
  ['datatable(i:int)[-2147483648] | project x = -i, y = bin_at(i, int(1), int(3))', 2147483648, -2147483648],
  ['datatable(i:int)[1] | sort by int(-2147483648) | project i', 1],
  ['datatable(s:string)["foo"] | summarize sumif(1, s matches regex "o$")', 1],
  ['datatable(s:string)["a⟫b⟪c"] | summarize countif(s == "a⟫b⟪c"), max(strcat(s, "⟫"))', 1, 'a⟫b⟪c⟫'],
  [
    'datatable(n:long, i:int)[-1, -256] | project x = tohex(n, 8), y = tohex(i, 8), z = tohex(n, 2)',
    'ffffffffffffffff',
    'ffffff00',
    'ffffffffffffffff',
  ],
  [
    'datatable(r:real)[0] | project x = 1 / -r, y = cot(-r), z = real(1) / -real(0)',
    '-Infinity',
    '-Infinity',
    '-Infinity',
  ],
  ['datatable(d:dynamic)[dynamic("")] | project x = base64_encode_tostring(coalesce(d, dynamic("1")))', ''],
  ['datatable(s:string)["A"] | project x = bitset_count_ones(strcmp(s, "b"))', 64],
  [
    'datatable(r:real, n:long)[real(nan), long(null)] | project x = r < n, y = n >= r, z = r <= 1, w = r > r',
    null,
    null,
    false,
    false,
  ],
  ['print d = dynamic([1, 2]) | project x = parse_json(jaccard_index(d, dynamic([1])))', 0.5],
  ['datatable(n:long)[long(null)] | project x = n > real(nan), y = real(nan) >= n', null, null],
  ['datatable(n:long)[9223372036854775807] | project x = bin_at(0, 3, n)', -2],
  [
    'datatable(r:real)[real(nan)] | project x = r in (r, 1.0), y = r !in (real(nan)), z = r == r, w = r != r',
    false,
    true,
    false,
    true,
  ],
  ['print d = extract_all("a", "") | mv-expand d', null],
  ['datatable(i:int)[1] | summarize maxif(i + 9223372036854775807, false)', null],
  ['datatable(r:real)[real(nan), 1] | where r == r and r in ((datatable(x:real)[real(nan), 1]))', 1],
];

describe('what the fuzzer found', function () {
  this.timeout(30_000);
  let engine: EmbeddedEngine;
  before(async () => {
    engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
  });
  after(() => engine.close());

  for (const [query, ...cells] of FOUND)
    it(query, async () => {
      assert.deepEqual((await engine.queryAll({ text: query })).rows, [cells]);
    });

  for (const expression of ['d + d', 'd - d', 'd * d', '-d'])
    it(`refuses ${expression} of dynamics, whose type only the rows know`, async () => {
      const query = `datatable(d:dynamic)[dynamic(1)] | project x = ${expression}`;
      await assert.rejects(engine.queryAll({ text: query }), (error: unknown) => {
        assert.ok(error instanceof KqlError);
        assert.equal(error.diagnostics[0]?.kind, 'refused');
        return true;
      });
    });
});
