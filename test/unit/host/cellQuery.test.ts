import assert from 'node:assert/strict';
import { windowOf, parseCellOptions } from '../../../src/host/notebook/cellOptions.ts';
import { stringLiteral } from '../../../src/domain/kqlLiteral.ts';
import { notebookParameters } from '../../../src/host/notebook/parameters.ts';
import { cellQuery } from '../../../src/host/notebook/prelude.ts';
import { identifiers, isBlank, splitStatements } from '../../../src/host/notebook/statements.ts';

describe('options of a KQL cell', () => {
  it('reads name and timespan and ignores what it does not know', () => {
    assert.deepEqual(parseCellOptions('name=spray timespan=7d connection=soc'), {
      name: 'spray',
      timespan: '7d',
      connection: 'soc',
    });
    assert.deepEqual(parseCellOptions('name="spray"'), { name: 'spray' });
    assert.deepEqual(parseCellOptions(''), {});
    assert.throws(() => parseCellOptions('name=7days'), { code: 'notebook.bad-name' });
  });

  it('turns a timespan into the window that ends now', () => {
    const now = '2026-03-08T00:00:00Z';
    assert.deepEqual(windowOf('7d', now), { start: '2026-03-01T00:00:00Z', end: now });
    assert.deepEqual(windowOf('90m', now), { start: '2026-03-07T22:30:00Z', end: now });
    assert.deepEqual(windowOf('P1DT12H', now), { start: '2026-03-06T12:00:00Z', end: now });
    assert.deepEqual(windowOf('2026-03-01/2026-03-02T00:00:00.1234567Z', now), {
      start: '2026-03-01T00:00:00Z',
      end: '2026-03-02T00:00:00.1234567Z',
    });
    for (const wrong of ['7 days', '', '0d', 'P', '2026-03-02/2026-03-01', '-7d', '9999999d'])
      assert.throws(() => windowOf(wrong, now), { code: 'notebook.bad-timespan' }, wrong);
  });
});

describe('statements of a KQL text', () => {
  it('are split at semicolons outside strings, comments and brackets', () => {
    const text =
      'let a = "x;y"; // c;d\nlet f = () { let b = 1; T }; T | where s == @"a\\" and t == \'\\\';\'';
    assert.deepEqual(
      splitStatements(text).map((s) => s.trim()),
      ['let a = "x;y"', '// c;d\nlet f = () { let b = 1; T }', "T | where s == @\"a\\\" and t == '\\';'"],
    );
    assert.equal(splitStatements('print ```a;b```').length, 1);
    assert.deepEqual(splitStatements(' ; // only a comment'), []);
  });

  it('knows words from text', () => {
    assert.deepEqual([...identifiers('spray | where x == "other" // third')], ['spray', 'where', 'x']);
    assert.ok(isBlank(' \n// note\n'));
    assert.ok(!isBlank('T // note'));
  });
});

describe('what is run for a cell', () => {
  const above = [
    { name: 'base', text: 'SigninLogs | where a == 1 // why' },
    { name: 'spray', text: 'let n = 3;\nbase | take n' },
    { name: 'unused', text: 'AuditLogs' },
  ];

  it('has the named cells that it mentions, and those that they mention, before it', () => {
    const { text, offset } = cellQuery('spray | count', above, []);
    assert.equal(
      text,
      'let base = SigninLogs | where a == 1 // why\n;\n' +
        'let spray__cell = () {\nlet n = 3\n;\nbase | take n\n};\nlet spray = spray__cell();\n' +
        'spray | count',
    );
    assert.equal(text.slice(offset), 'spray | count');
  });

  it('is the cell alone where it mentions none', () => {
    const { text, offset } = cellQuery('print "spray"', above, []);
    assert.deepEqual([text, offset], ['print "spray"', 0]);
  });

  it('is given in parts that hold nothing else of the cells, and names keywords in brackets', () => {
    const rich = { name: 'first', text: 'T1 | where a == least', cell: { notebook: 'all of it' } };
    const least = notebookParameters({ parameters: { least: 3, most: 9 } });
    const { text, parts } = cellQuery("union ['first'] | where b < most", [rich], least);
    assert.ok(text.includes('let ["first"] = T1 | where a == least\n;'));
    assert.deepEqual(parts.named, [
      { name: 'first', text: rich.text, parameters: 'let least = long(3);\n', uses: [] },
    ]);
    assert.deepEqual(parts.own, {
      text: "union ['first'] | where b < most",
      parameters: 'let most = long(9);\n',
      uses: [0],
    });
    assert.equal(text.slice(parts.offset), parts.own.text);
  });

  it('takes the nearer of two cells with one name', () => {
    const two = [
      { name: 'a', text: 'T1' },
      { name: 'a', text: 'T2' },
    ];
    assert.equal(cellQuery('a', two, []).text, 'let a = T2\n;\na');
  });
});

describe('parameters of a notebook', () => {
  it('become literals of their types', () => {
    const found = notebookParameters({
      title: 'x',
      parameters: {
        user: 'alex@contoso.example',
        since: { type: 'datetime', value: '2026-03-01T00:00:00Z' },
        least: 3,
        ips: ['203.0.113.1'],
        host: 'string',
      },
    });
    assert.deepEqual(
      found.map(({ name, literal }) => `${name} = ${literal}`),
      [
        'user = "alex@contoso.example"',
        'since = datetime(2026-03-01T00:00:00Z)',
        'least = long(3)',
        'ips = parse_json("[\\"203.0.113.1\\"]")',
        'host = undefined',
      ],
    );
  });

  it('cannot leave their literal', () => {
    const hostile = '"); externaldata(x:string)["http://evil.example"] //\n\\';
    assert.equal(
      stringLiteral(hostile),
      '"\\"); externaldata(x:string)[\\"http://evil.example\\"] //\\u000a\\\\"',
    );
    const since = { type: 'datetime', value: '2026) | union Secrets' };
    assert.throws(() => notebookParameters({ parameters: { since } }), { code: 'notebook.bad-parameters' });
    assert.throws(() => notebookParameters({ parameters: { 'a b': 1 } }), {
      code: 'notebook.bad-parameters',
    });
    assert.throws(() => notebookParameters({ parameters: ['a'] }), { code: 'notebook.bad-parameters' });
  });
});
