import assert from 'node:assert/strict';
import type { QueryRequest } from '../../src/domain/answer.ts';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

const FILES: Readonly<Record<string, string>> = {
  'watchlists/vips.csv': 'upn,Team\r\nada@x.example,"red, blue"\r\nbob@x.example,green\r\n',
  'watchlists/keyed.csv': 'SearchKey,Score\na,1\n',
  'evidence/list.csv': 'ip,n,when\n10.0.0.1,7,2026-01-01\n10.0.0.2,x,\n',
  'evidence/rows.json': '{"ip":"10.0.0.3","n":3,"more":{"a":1}}\n{"ip":"10.0.0.4"}\n',
  'evidence/lines.txt': 'one\ntwo, three\n',
};
const table = (name: string, rows: number) => ({
  schema: {
    name,
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'user', type: 'string' },
    ] as const,
  },
  rows: Array.from({ length: rows }, (_, i) => ({
    TimeGenerated: `2026-02-0${i + 1}T00:00:00Z`,
    user: `u${i}`,
  })),
});

describe('KQL: what Log Analytics adds, and files of the case', () => {
  let open: OpenCase;
  before(async () => {
    open = await openCase([table('SigninLogs', 3), table('AuditLogs', 2)], {
      functions: [
        { name: 'Recent', parameters: '(least:int = 1)', body: 'workspace("soc").SigninLogs | take least' },
        { name: 'Loop', parameters: '()', body: 'Loop() | take 1' },
      ],
      watchlists: [
        { alias: 'vips', path: 'watchlists/vips.csv', columns: ['upn', 'Team'], version: '1' },
        { alias: 'keyed', path: 'watchlists/keyed.csv', columns: ['SearchKey', 'Score'], version: '1' },
      ],
      readFile: (path) => {
        const text = FILES[path];
        return Promise.resolve(text === undefined ? undefined : Buffer.from(text));
      },
    });
  });
  after(() => open.close());
  const ask = (text: string, more: Omit<QueryRequest, 'text'> = {}) =>
    open.engine.queryAll({ text, ...more });

  answers(
    () => open.engine,
    [
      [
        "_GetWatchlist('vips') | project SearchKey, upn, Team",
        ['ada@x.example', 'ada@x.example', 'red, blue'],
        ['bob@x.example', 'bob@x.example', 'green'],
      ],
      ['_GetWatchlist("keyed") | project SearchKey, Score', ['a', '1']],
      [
        'print upn = "bob@x.example" | where upn in ((_GetWatchlist("vips") | project SearchKey))',
        ['bob@x.example'],
      ],
      // Watchlists are no tables: a wildcard does not read them.
      ['union * | count', [5]],
      [
        'externaldata(ip:string, n:long, when:datetime)["evidence/list.csv"] with (ignoreFirstRecord=true)',
        ['10.0.0.1', 7, '2026-01-01T00:00:00Z'],
        ['10.0.0.2', null, null],
      ],
      [
        'externaldata(ip:string, n:long, more:dynamic)[h@"evidence/rows.json"] with (format="multijson")',
        ['10.0.0.3', 3, { a: 1 }],
        ['10.0.0.4', null, null],
      ],
      ['externaldata(line:string)["evidence/lines.txt"]', ['one'], ['two, three']],
      ['externaldata(a:string)["evidence/lines.txt", "evidence/lines.txt"] | count', [4]],
      ['database("case").SigninLogs | count', [3]],
      ['table("SigninLogs") | count', [3]],
      ['Recent(2) | count', [2]],
      ['Recent | count', [1]],
      ['print s = "workspace(\'soc\').T" // _GetWatchlist("none")', ["workspace('soc').T"]],
      ['declare query_parameters(n:long = 4, s:string = "d"); print n, s', [4, 'd']],
    ],
  );

  it('answers another workspace from the case and says so', async () => {
    const answer = await ask('workspace("soc").SigninLogs | count');
    assert.deepEqual(answer.rows, [[3]]);
    assert.deepEqual(answer.completeness, {
      state: 'partial',
      reason: 'workspace("soc") is answered from the logs of this case.',
    });
  });

  it("gives parameters the request's values in the declared types", async () => {
    const text =
      'declare query_parameters(t:datetime, n:real = 1, d:dynamic = dynamic(null)); print t + 1d, n, d.a';
    const { rows } = await ask(text, { parameters: { t: '2026-01-01T00:00:00Z', n: 2, d: { a: 'x' } } });
    assert.deepEqual(rows, [['2026-01-02T00:00:00Z', 2, 'x']]);
  });

  it('filters every table read by the window', async () => {
    const window = { start: '2026-02-02T00:00:00Z', end: '2026-02-03T00:00:00Z' };
    assert.deepEqual((await ask('union SigninLogs, AuditLogs | count', { window })).rows, [[2]]);
  });

  describe('a query of several tables', () => {
    const tables = async (text: string) => {
      const { columns, rows, further = [] } = await ask(text);
      return [{ name: '', columns, rows }, ...further].map((table) => [
        table.name,
        table.columns.map(({ name }) => name).join(),
        [...table.rows].sort(),
      ]);
    };
    const T = 'datatable(x:long, k:string)[1, "a", 2, "a", 3, "b"]';

    it('gives the branches of fork', async () => {
      assert.deepEqual(await tables(`${T} | fork (where x > 2) Counts=(summarize n = count() by k)`), [
        ['', 'x,k', [[3, 'b']]],
        [
          'Counts',
          'k,n',
          [
            ['a', 2],
            ['b', 1],
          ],
        ],
      ]);
    });
    it('gives the facets of its columns', async () => {
      assert.deepEqual(await tables(`${T} | facet by k with (where x > 1 | project x)`), [
        ['', 'x', [[2], [3]]],
        [
          'k',
          'k,count_k',
          [
            ['a', 2],
            ['b', 1],
          ],
        ],
      ]);
    });
    it('gives its statements, and says that there are several', async () => {
      assert.deepEqual(await tables('print a = 1; print b = 2'), [
        ['', 'a', [[1]]],
        ['', 'b', [[2]]],
      ]);
      const { completeness } = await ask('print a = 1; print b = 2');
      assert.equal(completeness.state, 'partial');
    });
    it('gives both sides of a graph', async () => {
      const text =
        'datatable(s:string, t:string)["a", "b"] | make-graph s --> t with_node_id=id | graph-to-table nodes as N, edges as E';
      assert.deepEqual(await tables(text), [
        ['', 'id', [['a'], ['b']]],
        ['E', 's,t', [['a', 'b']]],
      ]);
    });
  });

  describe('limits of an answer', () => {
    const cutBy = async (text: string, more: Omit<QueryRequest, 'text'> = {}) => {
      const { rows, completeness } = await ask(text, more);
      return [rows.length, completeness.state === 'cut' ? completeness.by : completeness.state];
    };
    const WIDE = 'range x from 1 to 100 step 1 | project s = strrep("0123456789", 10)';

    it("are the service's", async () => {
      assert.deepEqual(await cutBy('range x from 1 to 500001 step 1'), [500_000, 'rowLimit']);
    });
    it("are the query's own", async () => {
      assert.deepEqual(await cutBy('set truncationmaxrecords = 3; range x from 1 to 9 step 1'), [
        3,
        'rowLimit',
      ]);
      assert.deepEqual(await cutBy('set truncationmaxrecords = 9; range x from 1 to 9 step 1'), [
        9,
        'complete',
      ]);
      assert.deepEqual(await cutBy(`set truncationmaxsize = 2100; ${WIDE}`), [20, 'sizeLimit']);
      assert.deepEqual(await cutBy('set notruncation; range x from 1 to 500001 step 1'), [
        500_001,
        'complete',
      ]);
    });
    it('and what is asked for, whichever is less', async () => {
      assert.deepEqual(await cutBy('range x from 1 to 9 step 1', { maxRows: 4 }), [4, 'rowLimit']);
    });
    it('do not cut a columnar answer', async () => {
      const { vectors } = await open.engine.queryColumns({ text: 'range x from 1 to 500001 step 1' });
      assert.equal(vectors[0]?.data.length, 500_001);
    });
  });

  const refused: readonly (readonly [code: string, marked: string])[] = [
    ['external-outside', 'externaldata(a:string)[«"https://x.example/a.csv"»]'],
    ['external-outside', 'externaldata(a:string)[«"../a.csv"»]'],
    ['external-outside', 'externaldata(a:string)[«"/etc/passwd"»]'],
    ['external-outside', 'externaldata(a:string)[«@"watchlists\\..\\..\\a.csv"»]'],
    ['external-format', '«externaldata(a:string)["evidence/a.parquet"]»'],
    ['file-not-found', 'externaldata(a:string)[«"evidence/none.csv"»]'],
    ['watchlist-not-found', 'union SigninLogs, (print 1), («_GetWatchlist("none")»)'],
    ['place-not-here', '«cluster("help").»database("Samples").StormEvents'],
    ['place-twice', 'union SigninLogs, «workspace("b").»SigninLogs'],
    ['parameter-missing', 'declare query_parameters(«n:long»); print n'],
  ];
  for (const [code, marked] of refused)
    it(`refuses with ${code}: ${marked}`, async () => {
      assert.equal((await diagnosticOf(open.engine, marked)).code, code);
    });

  it('refuses a function that calls itself', async () => {
    const { kind } = await diagnosticOf(open.engine, 'Loop()');
    assert.notEqual(kind, 'failed');
  });
});
