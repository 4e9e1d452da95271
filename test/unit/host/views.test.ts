import assert from 'node:assert/strict';
import { folderName } from '../../../src/host/folderName.ts';
import { rejectsText } from '../../../src/host/import/rejectsText.ts';
import { reportSummary, reportText } from '../../../src/host/import/reportText.ts';
import { matches, parseLibraryQuery } from '../../../src/hunting/libraryQuery.ts';
import { sweepCells } from '../../../src/host/library/huntReport.ts';
import { parseKqlMarkdown, printKqlMarkdown } from '../../../src/host/notebook/kqlMarkdown.ts';
import { formatBytes, formatSpan, formatTime } from '../../../src/host/time.ts';
import { entitiesOf } from '../../../src/host/views/incidents.ts';
import { parseResourceId } from '../../../src/host/views/resources.ts';
import { sparkline } from '../../../src/host/views/sparkline.ts';

describe('a sparkline', () => {
  it('draws an empty bin as a space and the smallest count as a bar', () => {
    assert.equal(sparkline([0, 1, 1000, 500, 0, 1000]), ' ▁█▄ █');
    assert.equal(sparkline([]), '');
    assert.equal(sparkline([0, 0]), '  ');
  });

  it('adds neighbours up to fit its width and loses no row', () => {
    assert.equal(sparkline([0, 0, 0, 1, 0, 0, 0, 0], 4), ' █  ');
    assert.ok(
      sparkline(
        Array.from({ length: 9600 }, (_, i) => i),
        48,
      ).length <= 48,
    );
  });
});

describe('a resource id', () => {
  it('is split into subscription, group, type and name, without regard to case', () => {
    assert.deepEqual(
      parseResourceId(
        '/SUBSCRIPTIONS/S1/resourceGroups/RG/providers/Microsoft.Sql/servers/db/databases/Main/',
      ),
      { subscription: 's1', group: 'rg', type: 'microsoft.sql/servers/databases', name: 'db/Main' },
    );
    assert.deepEqual(parseResourceId('/subscriptions/s1'), {
      subscription: 's1',
      group: '',
      type: '',
      name: '',
    });
    assert.deepEqual(
      parseResourceId('/subscriptions/s1/providers/Microsoft.Insights/eventtypes/management'),
      {
        subscription: 's1',
        group: '',
        type: 'microsoft.insights/eventtypes',
        name: 'management',
      },
    );
  });

  it('is none where it is of another kind', () => {
    for (const id of ['', 'vm1', '/tenants/t/providers/Microsoft.aadiam', 'https://x/subscriptions/s'])
      assert.equal(parseResourceId(id), undefined, id);
  });
});

describe('entities of an alert', () => {
  it('are named by their strongest identifier, each once', () => {
    assert.deepEqual(
      entitiesOf([
        { $id: '1', Type: 'account', Name: 'alex', UPNSuffix: 'contoso.example' },
        { $ref: '1' },
        { Type: 'account', Name: 'ALEX', UPNSuffix: 'contoso.example' },
        { Type: 'ip', Address: '203.0.113.7' },
        { Type: 'host', HostName: 'pc1' },
        'hostile',
        null,
      ]),
      [
        { kind: 'account', value: 'ALEX@contoso.example' },
        { kind: 'ip', value: '203.0.113.7' },
        { kind: 'host', value: 'pc1' },
      ],
    );
  });
});

describe('a query of the library', () => {
  const text = [
    '// Title: Password spray',
    '// Question: Did one address try',
    '//   many accounts?',
    '// Tables: SigninLogs, AADNonInteractiveUserSignInLogs',
    '// Techniques: T1110.003',
    '// False positives: a proxy',
    '',
    '// not: header',
    'SigninLogs',
    '',
  ].join('\n');
  const query = parseLibraryQuery('entra/password-spray', text);

  it('says in its header what it is for', () => {
    assert.equal(query.title, 'Password spray');
    assert.equal(query.question, 'Did one address try many accounts?');
    assert.deepEqual(query.tables, ['SigninLogs', 'AADNonInteractiveUserSignInLogs']);
    assert.deepEqual(query.techniques, ['T1110.003']);
    assert.deepEqual(query.notes, [['false positives', 'a proxy']]);
    assert.equal(query.area, 'entra');
  });

  it('is found by words of its header', () => {
    assert.ok(matches(query, 'spray signinlogs'));
    assert.ok(matches(query, 't1110'));
    assert.ok(!matches(query, 'spray storage'));
  });

  it('is told by a sweep as a cell where it hit, and by name where it did not', () => {
    const other = { ...query, id: 'a/b', title: 'Quiet one' };
    const cells = sweepCells(
      [
        {
          query,
          kind: 'hit',
          columns: [
            { name: 'IPAddress', type: 'string' },
            { name: 'Opened', type: 'dynamic' },
          ],
          rows: [['203.0.113.7', ['ada@contoso.example']]],
          total: 3,
          completeness: { state: 'complete' },
          digest: 'd',
        },
        { query: other, kind: 'quiet', completeness: { state: 'complete' } },
        { query: { ...other, title: 'No table' }, kind: 'missing', tables: ['X_CL'] },
        { query: { ...other, title: 'Refused' }, kind: 'failed', reason: 'not\nexact' },
      ],
      {
        title: 'Hunt sweep',
        when: 'today',
        connection: { name: 'case', kind: 'case', label: 'Northwind' },
        window: 'all times',
        techniqueName: (id) => (id === 'T1110.003' ? 'Password Spraying' : undefined),
      },
    );
    const printed = printKqlMarkdown({ head: '', eol: '\n', cells });
    const kql = parseKqlMarkdown(printed).cells.filter((cell) => cell.kind === 'kql');
    assert.deepEqual(
      kql.map(({ info, text: body }) => [info, body]),
      [['name=password_spray', query.text]],
    );
    for (const line of [
      '2 queries ran on Northwind, all times; 1 with hits',
      '| T1110\\.003 Password Spraying | 1 | Password spray |',
      '| ip 203\\.0\\.113\\.7 | 1 | Password spray |',
      '| account ada\\@contoso\\.example | 1 | Password spray |',
      '- Quiet one',
      '- No table: X_CL',
      '- Refused: not exact',
    ])
      assert.ok(printed.includes(line), line);
  });
});

describe('an import report', () => {
  const file = { digest: '', shape: 'graph.signins', why: 'has signIns', rejects: 0, notes: [] };
  const report = {
    files: [
      { ...file, path: 'a.json', tables: { SigninLogs: { rows: 10, known: 2 } }, rejects: 1 },
      { ...file, path: 'x.zip!b\n  SigninLogs: 9,999 rows', shape: '', tables: {}, skipped: 'needs a zone' },
      { ...file, path: 'c.gz', tables: {}, broken: { at: 'line 7', reason: 'the file ends there' } },
    ],
    rows: 10,
    known: 2,
    rejects: 1,
    cancelled: false,
  };

  it('counts everything in one sentence', () => {
    assert.equal(
      reportSummary(report),
      '10 rows imported into 1 table from 2 files, 2 already known, 1 rejected, 1 file skipped, 1 file broken off.',
    );
  });

  it('says why for each file, and a name in it cannot forge a line', () => {
    const lines = reportText(report).split('\n');
    assert.ok(lines.includes('  taken for graph.signins: has signIns'));
    assert.ok(lines.includes('  skipped: needs a zone'));
    assert.ok(lines.includes('  broken off at line 7: the file ends there'));
    assert.ok(!lines.some((line) => line.startsWith('  SigninLogs: 9,999')));
  });
});

describe('names and measures', () => {
  it('turn a title into a folder name that is legal everywhere', () => {
    assert.equal(folderName('  Übel: consent/“app” #7 '), 'ubel-consent-app-7');
    assert.equal(folderName('CON'), 'case-con');
    assert.equal(folderName('../..'), '');
    assert.equal(folderName('日本'), '');
    assert.ok(folderName('a'.repeat(300)).length <= 60);
  });

  it('write times, spans and sizes in one way', () => {
    assert.equal(formatTime('2026-03-01T12:34:56.1234567Z', 'utc'), '2026-03-01 12:34:56Z');
    assert.equal(formatTime('not a time', 'utc'), 'not a time');
    assert.match(formatTime('2026-03-01T12:34:56Z', 'local'), /^2026-0[23]-\d\d \d\d:\d\d:56[+-]\d\d:\d\d$/);
    assert.equal(formatSpan(9 * 3_600_000), '9 hours');
    assert.equal(formatSpan(86_400_000), '1 day');
    assert.equal(formatBytes(0), '0 B');
    assert.equal(formatBytes(1536), '1.5 KB');
  });
});

describe('rejected rows', () => {
  const reject = (more: object) =>
    JSON.stringify({
      path: 'a.json',
      member: '',
      line: 3,
      record: 2,
      reason: 'Not JSON.',
      text: '{x',
      ...more,
    });

  it('are told by original with their place, reason and text, each in lines of its own', () => {
    const lines = [
      reject({}),
      reject({ line: undefined, text: 'two\nlines\u2028three' }),
      reject({ path: 'b.zip', member: 'c\n.csv' }),
      '{broken',
    ];
    assert.deepEqual(rejectsText('rejects/1.jsonl', `${lines.join('\n')}\n`).split('\n'), [
      '3 rows rejected. They are kept whole in rejects/1.jsonl.',
      '1 line of that file cannot be read: Verify Case says what was changed.',
      '',
      'a.json',
      '======',
      '',
      'line 3: Not JSON.',
      '  {x',
      '',
      'record 2: Not JSON.',
      '  two lines three',
      '',
      'b.zip!c .csv',
      '============',
      '',
      'line 3: Not JSON.',
      '  {x',
      '',
    ]);
  });
});
