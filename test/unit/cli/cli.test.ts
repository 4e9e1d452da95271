import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { textTable } from '../../../src/cli/textTable.ts';
import { temporaryFolder } from '../../support/caseFixture.ts';
import { CommandLine, type Outcome } from '../../support/commandLine.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

describe('azimuth', function () {
  this.timeout(60_000);
  let folder: string;
  before(async function () {
    folder = await temporaryFolder(this);
  });

  const azimuth = (...args: string[]): Promise<Outcome> => new CommandLine(folder).run(...args);
  const json = (...args: string[]): Promise<unknown> => new CommandLine(folder).json(...args);

  it('answers wrong input with exit code 2 and, with --json, one document that says what was wrong', async () => {
    await mkdir(join(folder, 'plain'), { recursive: true });
    const wrong: readonly (readonly [string, ...string[]])[] = [
      ['usage.invalid', 'nonsense'],
      ['usage.invalid', 'init'],
      ['usage.invalid', 'init', 'a', 'b'],
      ['usage.invalid', 'verify', '--depth', '3', 'plain'],
      ['case.not-a-case', 'verify', 'plain'],
      ['case.not-a-case', 'import', 'x.json', '--case', 'plain'],
      ['usage.invalid', 'import', '--case', 'plain'],
      ['usage.invalid', 'import', 'x.json', '--case', 'plain', '--date-order', 'sideways'],
      ['usage.invalid', 'query', '--max-rows', 'many', 'print 1'],
      ['usage.invalid', 'query', '--timespan', 'yesterday', 'print 1'],
      ['usage.no-file', 'query', '@nowhere.kql'],
      ['usage.no-file', 'query', '--batch', 'nowhere.jsonl'],
      ['usage.invalid', 'sample'],
      ['usage.invalid', 'sample', '--out', 'plain', '--rows', '-3'],
    ];
    for (const [code, ...args] of wrong) {
      const outcome = await azimuth(...args, '--json');
      assert.equal(outcome.code, 2, `${args.join(' ')}: ${outcome.notes}`);
      const document = JSON.parse(outcome.out) as { error: { code: string; message: string } };
      assert.equal(document.error.code, code, args.join(' '));
      assert.ok(outcome.notes.includes(document.error.message), outcome.notes);
      assert.equal((await azimuth(...args)).out, '');
    }
    const refused = JSON.parse((await azimuth('query', '--json', 'print nonsense(1)')).out) as {
      error: { kind: string; start: number; length: number };
    };
    assert.deepEqual([refused.error.kind, refused.error.start], ['invalid', 6]);
  });

  it('marks the place in the query that is meant, and the command that was meant', async () => {
    const { code, out, notes } = await azimuth('query', 'print x = 1\n|\textend y = nonsense(x)\n| take 1');
    assert.deepEqual([code, out], [2, '']);
    assert.match(notes, /^invalid: .*nonsense.* \[KS211\] at line 2, column 14$/m);
    assert.ok(notes.includes('\n  2 | | extend y = nonsense(x)\n    |              ^^^^^^^^\n'), notes);
    const long = `print ${Array.from({ length: 80 }, (_, n) => `c${n} = ${n}`).join(', ')}, z = nonsense(1)`;
    const [, line = '', mark = ''] = (await azimuth('translate', long)).notes.split('\n');
    assert.ok(line.length < 120, line);
    assert.equal(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1), 'nonsense');
    assert.match((await azimuth('imprt')).notes, /no command "imprt"; did you mean "import"\?/);
  });

  it('makes a case, which is sound, and will not make it twice', async () => {
    const made = (await json('init', 'c1', '--title', 'One', '--json')) as { id: string; folder: string };
    assert.equal(made.folder, join(folder, 'c1'));
    assert.deepEqual(await json('verify', 'c1', '--json'), {
      findings: [],
      checked: { journals: 1, lines: 2, originals: 0, events: 0 },
    });
    const again = await azimuth('init', 'c1');
    assert.equal(again.code, 2);
    assert.match(again.notes, /is a case already \(the case there is unchanged\)/);
  });

  it('ends with 1 for a finding and names file and line', async () => {
    await azimuth('init', 'c2');
    const [journal] = (await azimuth('verify', 'c2')).out.match(/1 journal,/) ?? [];
    assert.ok(journal);
    const names = await readdir(join(folder, 'c2/journal'));
    const path = join(folder, 'c2/journal', names.find((name) => name.endsWith('.jsonl')) ?? '');
    await writeFile(path, (await readFile(path, 'utf8')).replace('case.created', 'case.crested'));
    const { code, out } = await azimuth('verify', 'c2');
    assert.equal(code, 1);
    assert.match(out, /^journal\/.+@.+\.jsonl:2: The line was changed: .* \[journal\.line-changed\]$/m);
  });

  const usage: readonly (readonly string[])[] = [
    [],
    ['nonsense'],
    ['init'],
    ['init', 'a', 'b'],
    ['verify', '--nonsense', 'c1'],
    ['verify', 'no-such-folder'],
    ['query', '--case', 'c1', 'print 1', 'print 2'],
    ['query', 'print 1', '--timespan', 'yesterday'],
    ['query', 'print 1', '--timespan', '2026-01-01'],
    ['query', 'print 1', '--now', 'noon'],
    ['query', 'print 1', '--max-rows', '0'],
    ['query', '--batch', 'no-such-file'],
    ['query', '@no-such-file'],
    ['query', 'prin 1'],
    ['translate', 'print 1 |'],
    ['import', '--case', 'c1'],
    ['import', 'x'],
    ['import', 'x', '--case', 'c1', '--date-order', 'odd'],
    ['timeline', '--case', 'c1', '--out', 'x'],
    ['timeline', '--case', 'c1', '--export', 'pdf', '--out', 'x'],
    ['timeline', '--case', 'c1', '--export', 'csv'],
    ['timeline', '--case', 'c1', '--export', 'csv', '--out', 'x', '--attack-version', '1.0'],
    ['timeline', '--case', 'c1', '--export', 'afb', '--out', 'x'],
  ];
  for (const args of usage)
    it(`ends with 2 for: azimuth ${args.join(' ')}`, async () => {
      const { code, out, notes } = await azimuth(...args);
      assert.equal(code, 2, notes);
      assert.equal(out, '');
      assert.notEqual(notes, '');
    });

  it('says its version, which is that of the package', async () => {
    const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    assert.deepEqual(await azimuth('--version'), { code: 0, out: `${version}\n`, notes: '' });
    assert.deepEqual(await json('--version', '--json'), { version });
  });

  it('has help for itself and each command', async () => {
    const { code, out } = await azimuth('--help');
    assert.equal(code, 0);
    assert.match(out, /"azimuth --version \[--json\]"/);
    const commands = [...out.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name ?? '');
    assert.ok(commands.length >= 5);
    for (const command of commands) {
      const help = await azimuth(command, '--help');
      assert.equal(help.code, 0);
      assert.ok(help.out.startsWith(`Usage: azimuth ${command} `), command);
      assert.equal(help.notes, '');
      // Every flag of the usage lines is explained.
      for (const [flag] of help.out.matchAll(/--[a-z-]+/g))
        assert.ok(help.out.includes(`  ${flag}`) || /--(case|out|json)/.test(flag), flag);
    }
  });

  it('exports what the rules know of the logs where nothing is curated, and what is curated where it is', async () => {
    await azimuth('init', 'c3');
    const lines = ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00.1234567Z'].map((TimeGenerated) => ({
      Type: 'AzureActivity',
      TimeGenerated,
      OperationNameValue: 'MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION',
      ActivityStatusValue: 'Success',
      Caller: 'eve@contoso.example',
    }));
    await writeFile(
      join(folder, 'activity.ndjson'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    assert.equal((await azimuth('import', join(folder, 'activity.ndjson'), '--case', 'c3')).code, 0);
    const made = (layer: string) =>
      json(
        'timeline',
        '--case',
        'c3',
        '--export',
        'navigator',
        '--out',
        'l.json',
        '--json',
        '--layer',
        layer,
      );
    const observed = (await made('observed')) as { events: number; layer: string };
    assert.deepEqual([observed.events, observed.layer], [2, 'observed']);
    const layer = JSON.parse(await readFile(join(folder, 'l.json'), 'utf8')) as {
      techniques: { techniqueID: string }[];
    };
    assert.deepEqual(
      layer.techniques.map(({ techniqueID }) => techniqueID),
      ['T1651'],
    );
    assert.equal(((await made('curated')) as { events: number }).events, 0);
    const cut = (await json(
      'timeline',
      '--case',
      'c3',
      '--export',
      'csv',
      '--out',
      'l.csv',
      '--json',
      '--limit',
      '1',
    )) as { cut: number };
    assert.equal(cut.cut, 1);
    const piped = await azimuth('timeline', '--case', 'c3', '--export', 'csv', '--out', '-');
    assert.equal(piped.code, 0, piped.notes);
    assert.equal(piped.out.split('\n')[0], (await readFile(join(folder, 'l.csv'), 'utf8')).split('\n')[0]);
    assert.match(piped.out, /RUNCOMMAND/i);
    assert.match(piped.notes, /2 observed events/);
    for (const wrong of [
      ['--export', 'png'],
      ['--export', 'csv', '--json'],
    ])
      assert.equal((await azimuth('timeline', '--case', 'c3', '--out', '-', ...wrong)).code, 2);
  });

  it('reads a Timesketch file back onto a timeline, each event once', async () => {
    const out = join(folder, 'back.jsonl');
    assert.equal((await azimuth('timeline', '--case', 'c3', '--export', 'timesketch', '--out', out)).code, 0);
    assert.equal((await azimuth('init', 'c4')).code, 0);
    const read = () => json('timeline', '--case', 'c4', '--import', out, '--json');
    assert.deepEqual(await read(), { file: out, added: 2, known: 0, rejected: [] });
    assert.deepEqual(await read(), { file: out, added: 0, known: 2, rejected: [] });
    assert.equal((await azimuth('timeline', '--case', 'c4', '--import', out, '--export', 'csv')).code, 2);
    await writeFile(join(folder, 'half.jsonl'), `{"message":\n${await readFile(out, 'utf8')}`);
    assert.equal((await azimuth('timeline', '--case', 'c4', '--import', join(folder, 'half.jsonl'))).code, 1);
  });

  it('answers a query as typed JSON', async () => {
    const answer = (await json(
      'query',
      '--json',
      '--now',
      '2026-03-01T10:00:00.1234567Z',
      'print t = now(), l = long(9223372036854775807), i = 7, r = real(nan), d = 1d + 2tick, g = toguid("74be27de-1e4e-49d9-b579-fe0b331d3642"), m = decimal(1.50), x = dynamic({"a":[1,null]}), s = "", n = int(null), b = true',
    )) as { columns: unknown; rows: unknown; complete: unknown };
    assert.deepEqual(answer.columns, [
      { name: 't', type: 'datetime' },
      { name: 'l', type: 'long' },
      { name: 'i', type: 'long' },
      { name: 'r', type: 'real' },
      { name: 'd', type: 'timespan' },
      { name: 'g', type: 'guid' },
      { name: 'm', type: 'decimal' },
      { name: 'x', type: 'dynamic' },
      { name: 's', type: 'string' },
      { name: 'n', type: 'int' },
      { name: 'b', type: 'bool' },
    ]);
    assert.deepEqual(answer.rows, [
      [
        '2026-03-01T10:00:00.1234567Z',
        '9223372036854775807',
        7,
        'NaN',
        '1.00:00:00.0000002',
        '74be27de-1e4e-49d9-b579-fe0b331d3642',
        '1.5',
        { a: [1, null] },
        '',
        null,
        true,
      ],
    ]);
    assert.equal(answer.complete, true);
  });

  it('says when rows were left out', async () => {
    const answer = (await json('query', '--json', '--max-rows', '2', 'range x from 1 to 9 step 1')) as {
      rows: unknown[];
      complete: boolean;
      completeness: { state: string; by: string };
    };
    assert.equal(answer.rows.length, 2);
    assert.equal(answer.complete, false);
    assert.deepEqual([answer.completeness.state, answer.completeness.by], ['cut', 'rowLimit']);
  });

  it('writes a question to the ledger of the case', async () => {
    await azimuth('init', 'c3');
    await json(
      'query',
      '--case',
      'c3',
      '--json',
      '--timespan',
      '2026-01-01T00:00:00Z/2026-01-02T00:00:00Z',
      'print a = 1',
    );
    assert.equal((await azimuth('query', '--case', 'c3', 'prin a')).code, 2);
    const names = await readdir(join(folder, 'c3/journal'));
    const path = join(folder, 'c3/journal', names.find((name) => name.endsWith('.jsonl')) ?? '');
    const lines = (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; data: Record<string, unknown> });
    const questions = lines.filter(({ kind }) => kind === 'query.run');
    assert.equal(questions.length, 1);
    const { text, rows, digest, completeness, window, connection } = questions[0]?.data ?? {};
    assert.deepEqual(
      [text, rows, completeness, connection],
      ['print a = 1', 1, { state: 'complete' }, 'case'],
    );
    assert.deepEqual(window, { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' });
    // SHA-256 of "[1]\n".
    assert.equal(digest, 'acc07b62f23f458923737c4cd4a66bd05d1e71eb4f384003baaf2dcc760d6349');
  });

  it('answers a batch line by line and never stops at an error', async () => {
    const lines = [
      '{"id":"a","query":"print x = 1, y = \\"u\\u2028v\\""}',
      'not JSON',
      '',
      '{"id":7,"query":"range x from 1 to 3 step 1 | sort by x desc"}',
      '{"id":{"k":1},"query":"prin x"}',
      '{"id":"no query"}',
      '{"id":"run time","query":"print x = toscalar(range x from 1 to 3 step 1 | summarize max(x))"}',
    ];
    await writeFile(join(folder, 'batch.jsonl'), lines.join('\r\n'));
    const { code, out } = await azimuth('query', '--batch', 'batch.jsonl', '--json');
    assert.equal(code, 0);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      answers.map(({ id }) => id),
      ['a', null, 7, { k: 1 }, 'no query', 'run time'],
    );
    assert.deepEqual(answers[0], {
      id: 'a',
      columns: ['x', 'y'],
      types: ['long', 'string'],
      rows: [[1, 'u\u2028v']],
      ordered: false,
    });
    assert.deepEqual([answers[2]?.['rows'], answers[2]?.['ordered']], [[[3], [2], [1]], true]);
    const { kind, start, length } = answers[3]?.['error'] as Record<string, unknown>;
    assert.deepEqual([kind, start, length], ['invalid', 0, 4]);
    for (const index of [1, 4])
      assert.equal((answers[index]?.['error'] as { code: string }).code, 'batch-line');
  });

  it('shows the SQL and the plan of a query', async () => {
    const { plan, sql } = (await json(
      'translate',
      '--json',
      'range x from 1 to 3 step 1 | where x > 1',
    )) as Record<string, string>;
    assert.match(plan ?? '', /\n/);
    assert.match(sql ?? '', /SELECT/);
  });

  it('runs as a program, reading the query from standard input', async () => {
    const child = spawn(process.execPath, [MAIN, 'query', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end('print 1');
    const [out, notes] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    assert.equal(notes.toString(), '');
    assert.deepEqual((JSON.parse(out.toString()) as { rows: unknown }).rows, [[1]]);
  });

  it('shows log content as text, whatever is in it', () => {
    const text = textTable(
      [
        { name: 'a', type: 'string' },
        { name: 'n', type: 'long' },
      ],
      [
        ['\u001b[2Jx\r\n\u202Etxt', 1],
        ['👩‍👩‍👧', null],
        ['x'.repeat(100), 3],
      ],
    );
    assert.ok(!['\u001b', '\r', '\u202E'].some((each) => text.includes(each)));
    assert.match(text, /\\u\{1b\}\[2Jx\\u\{d\}\\u\{a\}\\u\{202e\}txt {2}/);
    assert.match(text, /x{59}… {2}3/);
  });
});
