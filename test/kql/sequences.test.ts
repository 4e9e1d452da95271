import assert from 'node:assert/strict';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

/** Rows of `id, time of 2026-01-01, state`. */
function events(...rows: readonly (readonly [id: string, time: string, state: string])[]): string {
  const cells = rows.map(([id, time, state]) => `"${id}", datetime(2026-01-01 ${time}), "${state}"`);
  return `datatable(id:string, t:datetime, s:string)[${cells.join(', ')}]`;
}

const DETECT = 'evaluate sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), id)';
const DAY = 'datetime(2026-01-01), datetime(2026-01-02)';
const COMPLETION = `evaluate funnel_sequence_completion(id, t, ${DAY}, 1d, s, dynamic(["A", "B", "C"]), dynamic([1h, 1d]))`;
const at = (time: string): string => `2026-01-01T${time}Z`;

describe('KQL sequences of events', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  const refused = (query: string, message: RegExp): Mocha.Test =>
    it(`refuses ${query}`, async () => {
      const { kind, code, message: said } = await diagnosticOf(open.engine, query);
      assert.deepEqual({ kind, code }, { kind: 'refused', code: 'rows-not-settled' });
      assert.match(said, message);
    });

  describe('sequence_detect', () => {
    answers(
      () => open.engine,
      [
        [
          // The documentation's example: a first event with each later one in reach, another first one between or not.
          `${events(['x', '01:00', 'A'], ['x', '01:30', 'B'], ['x', '02:00', 'A'], ['x', '02:30', 'B'], ['x', '05:00', 'B'])} | ${DETECT}`,
          ['x', at('01:00:00'), at('01:30:00'), '00:30:00'],
          ['x', at('01:00:00'), at('02:30:00'), '01:30:00'],
          ['x', at('02:00:00'), at('02:30:00'), '00:30:00'],
        ],
        [`${events(['x', '01:00', 'A'], ['y', '01:30', 'B'], ['x', '01:40', 'C'])} | ${DETECT}`],
        [`${events(['x', '01:00', 'B'], ['x', '01:30', 'A'])} | ${DETECT}`],
        [
          // The window of a step, and that of the whole sequence.
          `${events(['x', '01:00', 'A'], ['x', '03:00', 'B'], ['x', '05:00', 'C'], ['x', '06:30', 'C'])} | evaluate sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), c=(s == "C"))`,
          [at('01:00:00'), at('03:00:00'), at('05:00:00'), '04:00:00'],
        ],
        [
          `${events(['x', '01:00', 'A'], ['x', '03:00', 'B'], ['x', '05:00', 'C'])} | evaluate sequence_detect(t, 2h, 3h, a=(s == "A"), b=(s == "B"), c=(s == "C"))`,
        ],
        [
          `${events(['x', '01:00', 'A'], ['x', '02:00', 'B'])} | extend d = bin(t, 1d), n = 1 | evaluate sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), d, n) | getschema kind=csl`,
          ['d:datetime,n:long,a_t:datetime,b_t:datetime,Duration:timespan'],
        ],
        [
          `${events(['x', '01:00', 'A'], ['x', '02:00', 'B'])} | extend d = bin(t, 1d) | evaluate sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), d) | project d`,
          [at('00:00:00')],
        ],
      ],
    );
    refused(
      `${events(['x', '01:00', 'A'], ['x', '01:00', 'B'])} | evaluate «sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), id)»`,
      /same time/,
    );
    refused(
      `${events(['x', '01:00', 'A'], ['x', '01:30', 'B'], ['x', '01:30', 'B'])} | ${DETECT}`,
      /several events of one time/,
    );
    refused(
      `${events(['x', '01:00', 'A'], ['x', '01:00', 'A'], ['x', '01:30', 'B'])} | ${DETECT}`,
      /several events of one time/,
    );
    refused(
      `${events(['x', '01:00', 'A'], ['x', '01:30', 'B'], ['x', '01:40', 'B'], ['x', '02:00', 'C'])} | evaluate sequence_detect(t, 2h, 5h, a=(s == "A"), b=(s == "B"), c=(s == "C"))`,
      /between the first and the last/,
    );
    for (const [args, message] of [
      ['t, 2h, 5h, «s == "A"», id', /without a name/],
      ['t, 2h, 5h, a=(s == "A"), «a=(s == "B")», id', /Two conditions/],
      ['«s», 2h, 5h, a=(s == "A")', /datetime/],
      ['t, «2», 5h, a=(s == "A")', /timespan/],
      ['t, 2h, 5h, a=(s == "A"), «r»', /type real/],
    ] as const)
      it(`refuses sequence_detect(${args})`, async () =>
        assert.match(
          (
            await diagnosticOf(
              open.engine,
              `print id = "", t = now(), s = "A", r = 1.5 | evaluate sequence_detect(${args})`,
            )
          ).message,
          message,
        ));
    it('says that arguments are missing where Kusto.Language only throws', async () =>
      assert.match(
        (await diagnosticOf(open.engine, 'print t = now() | evaluate sequence_detect(t, 1h, 1h)')).message,
        /arguments are missing/,
      ));
  });

  describe('funnel_sequence_completion', () => {
    answers(
      () => open.engine,
      [
        [
          `${events(['x', '01:00', 'A'], ['x', '01:10', 'X'], ['x', '01:30', 'B'], ['x', '04:00', 'C'], ['y', '01:00', 'A'], ['z', '02:00', 'B'])} | ${COMPLETION}`,
          [at('00:00:00'), 'A', '01:00:00', 2],
          [at('00:00:00'), 'B', '01:00:00', 1],
          [at('00:00:00'), 'A', '1.00:00:00', 2],
          [at('00:00:00'), 'B', '1.00:00:00', 1],
          [at('00:00:00'), 'C', '1.00:00:00', 1],
        ],
        [
          // Each window by itself.
          `${events(['x', '01:00', 'A'], ['x', '13:00', 'B'])} | evaluate funnel_sequence_completion(id, t, ${DAY}, 12h, s, dynamic(["A", "B"]), dynamic([1d]))`,
          [at('00:00:00'), 'A', '1.00:00:00', 1],
        ],
        [`${events(['x', '01:00', 'B'])} | ${COMPLETION}`],
      ],
    );
    refused(
      `${events(['x', '01:00', 'A'], ['x', '01:20', 'A'], ['x', '02:10', 'B'])} | ${COMPLETION}`,
      /which of several events of the first state/,
    );
    refused(`${events(['x', '01:00', 'A'], ['x', '01:00', 'B'])} | ${COMPLETION}`, /at the same time/);
    refused(
      `${events(['x', '01:00', 'A'])} | extend t = datetime(2026-01-02) | ${COMPLETION}`,
      /at the end of the analysis/,
    );
  });

  describe('funnel_sequence', () => {
    const FUNNEL = `evaluate funnel_sequence(id, t, ${DAY}, 3h, 1d, s, dynamic(["B", "C"]))`;
    it('gives three tables', async () => {
      const text = `${events(['x', '01:00', 'A'], ['x', '02:00', 'B'], ['x', '02:30', 'X'], ['x', '03:00', 'C'], ['y', '01:00', 'B'], ['y', '02:00', 'C'], ['y', '03:00', 'D'], ['z', '01:00', 'C'], ['z', '02:00', 'B'])} | ${FUNNEL}`;
      const { rows, further = [] } = await open.engine.queryAll({ text });
      assert.deepEqual(
        [{ name: '', rows }, ...further.map(({ name, rows: more }) => ({ name, rows: more }))],
        [
          {
            name: '',
            rows: [
              [at('00:00:00'), 'A', '', 1, ['x']],
              [at('00:00:00'), '', 'D', 1, ['y']],
            ],
          },
          {
            name: 'prev-sequence',
            rows: [
              [at('00:00:00'), 'A', 1, ['x']],
              [at('00:00:00'), '', 1, ['y']],
            ],
          },
          {
            name: 'sequence-next',
            rows: [
              [at('00:00:00'), '', 1, ['x']],
              [at('00:00:00'), 'D', 1, ['y']],
            ],
          },
        ],
      );
    });
    for (const [open, rows] of [
      [
        /repeated events/,
        [
          ['x', '01:00', 'A'],
          ['x', '02:00', 'B'],
          ['x', '02:10', 'B'],
          ['x', '03:00', 'C'],
        ],
      ],
      [
        /makes a step/,
        [
          ['x', '01:00', 'B'],
          ['x', '02:00', 'C'],
          ['x', '02:10', 'A'],
          ['x', '03:00', 'C'],
        ],
      ],
      [
        /further away/,
        [
          ['x', '01:00', 'B'],
          ['x', '02:00', 'C'],
          ['x', '06:00', 'A'],
        ],
      ],
      [
        /same time/,
        [
          ['x', '01:00', 'B'],
          ['x', '02:00', 'C'],
          ['x', '02:00', 'A'],
        ],
      ],
    ] as const)
      refused(`${events(...rows)} | ${FUNNEL}`, open);
    it('must end the query', async () =>
      assert.equal(
        (await diagnosticOf(open.engine, `${events(['x', '01:00', 'B'])} | ${FUNNEL} | count`)).code,
        'several-tables',
      ));
  });

  describe('output=last of scan', () => {
    const rows = (text: string): string =>
      `datatable(n:int, e:string)[${[...text].map((e, i) => `${i + 1}, "${e}"`).join(', ')}] | sort by n asc`;
    answers(
      () => open.engine,
      [
        [`${rows('AAB')} | scan with (step a output=last: e == "A"; step b: e == "B";)`, [2, 'A'], [3, 'B']],
        [
          `${rows('ABBC')} | scan with_match_id=m with (step a output=none: e == "A"; step b output=last: e == "B";)`,
          [3, 'B', 0],
        ],
      ],
    );
    refused(
      `${rows('ABAB')} | scan with (step a output=none: e == "A"; step b output=last: e == "B";)`,
      /another one replaces/,
    );
  });

  it('previews rows and their number', async () => {
    const { rows, further } = await open.engine.queryAll({
      text: 'range x from 1 to 9 step 1 | evaluate preview(2)',
    });
    assert.deepEqual([rows, further?.map((table) => table.rows)], [[[1], [2]], [[[9]]]]);
  });

  it('gives moments and exact decimals of dimensions and patterns back', async () => {
    const row = 'print i = 1, t = datetime(2026-01-01), d = 1h, e = decimal(12345678901234567890.123)';
    const plugins = [
      `activity_counts_metrics(i, t, ${DAY}, 1d, d, e) | project d, e`,
      'autocluster() | project d, e',
    ];
    for (const plugin of plugins)
      assert.deepEqual((await open.engine.queryAll({ text: `${row} | evaluate ${plugin}` })).rows, [
        ['01:00:00', '12345678901234567890.123'],
      ]);
  });
});
