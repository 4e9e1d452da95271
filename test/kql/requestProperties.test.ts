import assert from 'node:assert/strict';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

describe('KQL: what a query sets, and parameters of operators', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  answers(
    () => open.engine,
    [
      [
        'set query_now = datetime(2020-01-02); print now(), ago(1d)',
        ['2020-01-02T00:00:00Z', '2020-01-01T00:00:00Z'],
      ],
      ['set query_take_max_records = 2; range x from 1 to 5 step 1', [1], [2]],
      [
        'set query_bin_auto_size = 1h; set query_bin_auto_at = datetime(2017-01-01 00:05); range t from datetime(2017-01-01 00:05) to datetime(2017-01-01 02:00) step 1m | summarize count() by bin_auto(t) | sort by t asc',
        ['2017-01-01T00:05:00Z', 60],
        ['2017-01-01T01:05:00Z', 56],
      ],
      ['set query_bin_auto_size = 10; print bin_auto(27), bin_auto(-3), bin_auto(2.5)', [20, -10, 0]],
      ['set query_bin_auto_size = 1d; print bin_auto(27h)', ['1.00:00:00']],
      ['set request_description = "any"; print 1', [1]],
    ],
  );
  it('cuts at what truncation_max_records says', async () => {
    const text = 'set truncation_max_records = 1; range x from 1 to 3 step 1';
    assert.equal((await open.engine.queryAll({ text })).completeness.state, 'cut');
  });

  for (const [code, query] of [
    ['property-not-supported', '«set query_datetimescope_from = datetime(2020-01-01)»; print 1'],
    ['property-not-supported', '«set query_results_apply_getschema = true»; print 1'],
    ['argument-not-exact', 'print «bin_auto(1)»'],
    ['argument-not-exact', 'set query_bin_auto_size = 1h; print «bin_auto(1)»'],
    ['parameter-not-supported', 'print n = 1 | scan «with_step_name=q» with (step a: true;)'],
    ['parameter-not-supported', 'print n = 1 | summarize «bin_legacy=true» count() by n'],
    ['parameter-not-supported', 'print n = 1 | where «kind=inner» n == 1'],
    ['parameter-not-supported', 'union «best_effort=true» (print 1)'],
    ['scan-optional', 'print n = 1 | scan with (step a «optional»: true;)'],
    ['argument-not-exact', 'print n = 1 | getschema kind=«foo»'],
  ] as const)
    it(`refuses with ${code}: ${query}`, async () => {
      assert.equal((await diagnosticOf(open.engine, query)).code, code);
    });
});
