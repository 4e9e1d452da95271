import assert from 'node:assert/strict';
import { diagnosticOf, openCase, type OpenCase } from './support.ts';

describe('KQL that is not answered', () => {
  let open: OpenCase;
  const signIns = { name: 'SigninLogs', columns: [{ name: 'ResultType', type: 'string' }] } as const;
  before(async () => {
    open = await openCase([{ schema: signIns, rows: [{ ResultType: '0' }] }], {
      isTableElsewhere: (name) => name === 'Elsewhere',
    });
  });
  after(() => open.close());

  const refused: readonly (readonly [code: string, marked: string])[] = [
    ['function-not-supported', 'print x = 1, y = «hash_many("a", "b")»'],
    ['function-not-supported', 'print «current_database()»'],
    ['argument-not-exact', 'print x = "a" | reduce kind=«source» by x'],
    ['parse-kv-regex', 'print s = "" | «parse-kv s as (a:string) with (regex="(a)")»'],
    ['join-kind', 'print x = 1 | join kind=«leftantisemi_x» (print x = 1) on x'],
    ['plugin-not-supported', 'print x = 1 | evaluate «identity()»'],
    ['argument-not-exact', 'print «hash(1)»'],
    ['plugin-not-supported', 'print x = 1 | evaluate «http_request("https://example.org")»'],
    ['argument-not-exact', 'print x = 1 | evaluate autocluster(0.5, «x»)'],
    ['argument-not-constant', 'print x = 1, n = 2 | summarize «make_list(x, n)»'],
    ['argument-not-exact', 'print «around(new_guid(), new_guid(), new_guid())»'],
    ['argument-not-exact', 'print d = dynamic({}) | project x = «estimate_data_size(*)»'],
    ['argument-not-exact', 'datatable(r:real)[1] | summarize x = «binary_all_and(r)»'],
    ['argument-not-exact', 'print d = dynamic([1]), t = now() | project x = «jaccard_index(d, d) + t»'],
    ['serialize-replaces', 'print x = "1" | serialize «toint(x)»'],
    ['parse-retypes', 'print a = "b=1", b = "" | «parse-kv a as (b:long) with (kv_delimiter="=")»'],
    ['argument-not-exact', 'print «parse_user_agent("x", "gecko")»'],
    ['incomplete', 'print x = 1 | «summarize»'],
    ['argument-not-exact', 'print «format_datetime(now(), "MMM yyy")»'],
    ['find-column', 'let A = print x = 1; let B = print y = 1; find in (A, B) where «x != 1»'],
    ['scan-expression', 'print x = "" | scan with (step s: «x has s.x»;)'],
    ['parse-pattern', 'print s = "" | parse s with a «b» "x"'],
    ['not-serialized', 'datatable(a:int)[1, 2] | summarize n = count() by a | extend p = «prev(n)»'],
    ['argument-not-exact', 'print d = «todynamic(datetime(2020-01-01))»'],
    ['not-serialized', 'datatable(a:int)[1, 2] | distinct a | where «row_number()» == 1'],
  ];
  for (const [code, marked] of refused)
    it(`refuses with ${code}: ${marked}`, async () => {
      const diagnostic = await diagnosticOf(open.engine, marked);
      if (diagnostic.kind === 'refused') assert.equal(diagnostic.code, code);
      else assert.equal(diagnostic.kind, 'invalid');
    });

  it('passes on the errors of Kusto itself, where they are', async () => {
    const unknown = await diagnosticOf(open.engine, 'print x = 1 | where «y» == 2');
    assert.deepEqual([unknown.kind, unknown.code], ['invalid', 'KS142']);
  });

  for (const [marked, advice] of [
    ['«SiginLogs» | count', 'Did you mean SigninLogs?'],
    ['SigninLogs | where «ResultTyp» == "0"', 'Did you mean ResultType?'],
    ['«Elsewhere» | count', /no rows of Elsewhere: import an export/],
    ['print x = 1 | where «nonesuch» == 2', undefined],
    ['print x = «tolowr»("A")', 'Did you mean tolower?'],
    ['SigninLogs | invoke «FileProfile»("SHA1")', /FileProfile\(\) is answered by the service alone/],
    ['«_Im_Dns»() | count', /_Im_Dns\(\) is answered by the service alone/],
    ['print x = «nonesuch»(1)', undefined],
  ] as const)
    it(`says how to go on where a name is not known: ${marked}`, async () => {
      const { rewrite } = await diagnosticOf(open.engine, marked);
      if (advice instanceof RegExp) assert.match(rewrite ?? '', advice);
      else assert.equal(rewrite, advice);
    });

  it('puts a refusal inside of a let function where it is written', async () => {
    const diagnostic = await diagnosticOf(
      open.engine,
      'let f = (x:long) { print y = x, z = «hash(x)» }; f(1)',
    );
    assert.equal(diagnostic.code, 'argument-not-exact');
  });

  it('finds its place behind a plugin whose columns had to be read first', async () => {
    const diagnostic = await diagnosticOf(
      open.engine,
      'print d = dynamic({"a": 1}) | evaluate bag_unpack(d) | extend z = «hash(a)»',
    );
    assert.equal(diagnostic.code, 'argument-not-exact');
  });

  it('puts a failure while running into a KqlError and stays usable', async () => {
    const diagnostic = await diagnosticOf(open.engine, 'print x = 9223372036854775807 | extend y = x + x');
    assert.equal(diagnostic.kind, 'failed');
    assert.deepEqual((await open.engine.queryAll({ text: 'print 1' })).rows, [[1]]);
  });
});
