import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { auditLine as line, auditRecord as record } from '../../support/auditRecords.ts';
import { ImportCase } from '../../support/importCase.ts';

describe('hostile and damaged files', function () {
  this.timeout(60_000);
  let target: ImportCase;
  beforeEach(() => {
    target = new ImportCase();
  });
  afterEach(() => target.remove());

  const ids = async (): Promise<readonly string[]> =>
    (await target.rows('AuditLogs')).map((row) => String(row['Id'])).sort();

  it('rejects lines that are not JSON, with line, reason and text, and imports the rest', async () => {
    const file = await target.importOne(
      'a.json',
      `${line('1')}\n\n{"time": oops}\n${line('2')}\n[1,2]\n42\n${line('3')}\n`,
    );
    assert.equal(file.rejects, 3);
    assert.deepEqual(
      target.rejects.map(({ line: at, reason, text }) => [at, reason, text]),
      [
        [3, 'The text is not valid JSON.', '{"time": oops}'],
        [5, 'The JSON is not an object.', '[1,2]'],
        [6, 'The JSON is not an object.', '42'],
      ],
    );
    assert.deepEqual(await ids(), ['1', '2', '3']);
  });

  it('gives each row the digest of its raw record, whatever is around it', async () => {
    await target.importOne(
      'a.json',
      `${line('1')}\r\n\n \t\n  ${line('2')} \t\n{"time": oops}\n${line('ü')}\r${line('4')}`,
    );
    const rows = await target.rows('AuditLogs');
    assert.equal(rows.length, 4);
    for (const row of rows) {
      assert.equal(row['$raw'], line(String(row['Id'])));
      assert.equal(row['$sha256'], hash('sha256', row['$raw']));
    }
  });

  it('rejects a record whose time is no time', async () => {
    const bad = {
      ...record('2'),
      time: 'yesterday',
      properties: { ...(record('2')['properties'] as object) },
    };
    const file = await target.importOne('a.json', `${line('1')}\n${JSON.stringify(bad)}\n`);
    assert.equal(file.rejects, 1);
    assert.equal(target.rejects[0]?.line, 2);
    assert.match(target.rejects[0].reason, /time cannot be read as AuditLogs\.TimeGenerated/);
    assert.deepEqual(await ids(), ['1']);
  });

  it('keeps a record that has a value of the wrong type, with null and a note', async () => {
    const bad = { ...record('1'), durationMs: 'soon' };
    const file = await target.importOne('a.json', `${JSON.stringify(bad)}\n${line('2')}\n`);
    assert.equal(file.rejects, 0);
    assert.deepEqual(file.notes, [
      '1 value of AuditLogs.DurationMs could not be read as long and is null; the raw records have it.',
    ]);
    assert.deepEqual(await ids(), ['1', '2']);
  });

  it('keeps a record without any time as undated', async () => {
    const undated = { ...record('1'), time: undefined };
    await target.importOne('a.json', `${JSON.stringify(undated)}\n${line('2')}\n${line('3')}\n`);
    const rows = await target.rows('AuditLogs');
    assert.deepEqual(
      rows.map((row) => row['TimeGenerated'] === null),
      [true, false, false],
    );
  });

  it('rejects NUL bytes and bytes that are not UTF-8, saying where', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${line('1')}\n`),
      Buffer.from('{"time":"a\0b"}\n'),
      Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0x22, 0x7d, 0x0a]),
      Buffer.from(`${line('2')}\n`),
    ]);
    const file = await target.importOne('a.json', bytes);
    assert.equal(file.rejects, 2);
    assert.deepEqual(
      target.rejects.map(({ line: at, reason }) => [at, reason]),
      [
        [2, 'The record has a NUL byte (at byte 11 of the line).'],
        [3, 'The record is not UTF-8 (from byte 7 of the line); save the file as UTF-8.'],
      ],
    );
    assert.deepEqual(await ids(), ['1', '2']);
  });

  it('reads UTF-8 and UTF-16 with a byte order mark', async () => {
    const text = `${line('ä')}\r\n${line('2')}\r\n`;
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const big = Buffer.concat([
      Buffer.from([0xfe, 0xff]),
      Buffer.from(text.replaceAll('ä', '3').replaceAll('"2"', '"4"'), 'utf16le').swap16(),
    ]);
    const marked = `\ufeff${line('5')}\n`;
    const report = await target.import([
      target.file('l.json', little),
      target.file('b.json', big),
      target.file('m.json', marked),
    ]);
    assert.equal(report.rejects, 0);
    assert.deepEqual(await ids(), ['2', '3', '4', '5', 'ä']);
  });

  it('reads mixed line ends, a lone CR included', async () => {
    const file = await target.importOne(
      'a.json',
      `${line('1')}\r\n${line('2')}\n${line('3')}\r${line('4')}\n\r\n{bad\n`,
    );
    assert.deepEqual(await ids(), ['1', '2', '3', '4']);
    assert.equal(file.rejects, 1);
    assert.equal(target.rejects[0]?.line, 6);
  });

  it('imports what is whole of a file that breaks off, and says where', async () => {
    const cut = await target.importOne('lines.json', `${line('1')}\n${line('2')}\n${line('3').slice(0, 40)}`);
    assert.deepEqual(cut.broken, {
      at: 'line 3',
      reason: 'The file breaks off in the middle of its last record.',
    });
    assert.equal(cut.rejects, 1);
    const whole = JSON.stringify({ records: [record('4'), record('5')] }, null, 1);
    const array = await target.importOne('array.json', whole.slice(0, whole.lastIndexOf('"5"') + 2));
    assert.match(array.broken?.reason ?? '', /breaks off/);
    assert.deepEqual(await ids(), ['1', '2', '4']);
  });

  it('takes NUL padding at the end for an interrupted write', async () => {
    const file = await target.importOne(
      'a.json',
      Buffer.concat([Buffer.from(`${line('1')}\n`), Buffer.alloc(4096)]),
    );
    assert.match(file.broken?.reason ?? '', /4096 NUL bytes/);
    assert.equal(file.rejects, 0);
    assert.deepEqual(await ids(), ['1']);
  });

  it('rejects a record that is too long without holding it, and goes on', async () => {
    const long = Buffer.alloc(40 * 2 ** 20, 0x61);
    const bytes = Buffer.concat([
      Buffer.from(`${line('1')}\n{"a":"`),
      long,
      Buffer.from(`"}\n${line('2')}\n`),
    ]);
    const file = await target.importOne('a.json', bytes);
    assert.equal(file.rejects, 1);
    assert.match(target.rejects[0]?.reason ?? '', /longer than 16 MiB/);
    assert.equal(target.rejects[0]?.line, 2);
    assert.ok(target.rejects[0].text.length <= 2 ** 16);
    assert.deepEqual(await ids(), ['1', '2']);
  });

  it('reads documents after one another, stray brackets between merged arrays, and raw line breaks in texts', async () => {
    const merged = `[\n${line('1')},\n${line('2')}\n] [\n${line('3')}\n]\n`;
    const broken = `[\n${line('4')},\n{"time":"a\nb"},\n${line('5')}\n]`;
    const report = await target.import([target.file('m.json', merged), target.file('b.json', broken)]);
    assert.deepEqual(await ids(), ['1', '2', '3', '4', '5']);
    assert.equal(report.rejects, 1);
    assert.match(target.rejects[0]?.reason ?? '', /line break that is not escaped/);
    assert.equal(target.rejects[0]?.line, 3);
  });

  it('reads a folder whose links go in circles', async function () {
    if (process.platform === 'win32') return;
    const path = target.file('logs/a.json', `${line('1')}\n`);
    symlinkSync('..', join(path, '..', 'loop'));
    const report = await target.import(join(target.folder, 'in', 'logs'));
    assert.deepEqual(await ids(), ['1']);
    assert.equal(report.files.length, 1);
  });

  it('says which file it may not read, and imports the others', async () => {
    const report = await target.import(
      [target.file('secret.json', line('1')), target.file('b.json', `${line('2')}\n`)],
      {},
      { unreadable: 'secret.json' },
    );
    assert.equal(report.files[0]?.skipped, 'It could not be read: you may not read it.');
    assert.deepEqual(await ids(), ['2']);
  });

  it('numbers duplicate headers, rejects ragged rows and an open quote', async () => {
    const file = await target.importOne('a.csv', 'name,value,name\na,1,b,,\nc,2\n"x\ny",3,z\nd,4,"open\n');
    assert.equal(file.rejects, 2);
    assert.match(file.notes.join(' '), /names "name" 2 times/);
    assert.match(file.broken?.reason ?? '', /quoted cell/);
    const rows = await target.rows('a_CL');
    assert.deepEqual(
      rows.map((row) => [row['name'], row['value'], row['name_2']]),
      [
        ['a', 1n, 'b'],
        ['x\ny', 3n, 'z'],
      ],
    );
    assert.deepEqual(
      target.rejects.map(({ line: at }) => at),
      [3, 6],
    );
  });

  it('asks when dates can be read in two ways, and decides when one date tells', async () => {
    const header = 'TimeGenerated [UTC],UserPrincipalName,Id,Type\n';
    const ambiguous = target.file('q.csv', `${header}"3/4/2026, 1:02:03.004 PM",m@x,1,SigninLogs\n`);
    const asked = await target.import(ambiguous);
    assert.match(asked.files[0]?.skipped ?? '', /day or with the month first/);
    assert.deepEqual(target.tables(), []);
    const custom = 'TimeGenerated [UTC],Name_s,Type\n"3/4/2026, 1:02:03.004 PM",m,Door_CL\n';
    assert.match((await target.importOne('c.csv', custom)).skipped ?? '', /day or with the month first/);
    await target.import(ambiguous, { dateOrder: 'day-first' });
    const decided = target.file(
      'd.csv',
      `${header}${'"3/4/2026, 1:02:03.004 PM",m@x,2,SigninLogs\n'.repeat(500)}"3/14/2026, 1:02:03.004 PM",m@x,3,SigninLogs\n`,
    );
    await target.import(decided);
    const rows = await target.rows('SigninLogs');
    const april = rows.find((row) => row['Id'] === '1')?.['TimeGenerated'] as bigint;
    const march = rows.find((row) => row['Id'] === '2')?.['TimeGenerated'] as bigint;
    assert.equal(april - march, 30n * 864_000_000_000n);
  });

  it('asks for the zone of local times', async () => {
    const file = target.file(
      'q.csv',
      'TimeGenerated [Local Time],Id,UserPrincipalName,Type\n2026-03-01 10:00:00,1,m@x,SigninLogs\n',
    );
    assert.match((await target.import(file)).files[0]?.skipped ?? '', /local time/);
    assert.equal((await target.import(file, { zone: '+05:30' })).rows, 1);
  });

  it('tells what it cannot read', async () => {
    const empty = await target.importOne('empty.json', '');
    assert.equal(empty.skipped, 'It is empty.');
    const binary = await target.importOne('x.bin', Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03, 0x00, 0x00]));
    assert.equal(binary.skipped, 'It is neither JSON, CSV, Avro nor Parquet.');
    await assert.rejects(target.import(join(target.folder, 'nowhere')), { code: 'import.no-such-file' });
    await assert.rejects(target.import(target.file('a.json', line('1')), { shape: 'nonsense' }), {
      code: 'import.unknown-shape',
    });
  });

  it('says of texts that are no logs what they are, and what to do', async () => {
    const texts: Readonly<Record<string, string>> = {
      'PrimaryResult\t2026-03-01T10:00:00Z\tm@x\nPrimaryResult\t2026-03-01T10:00:01Z\tm@x\n':
        'not the names of columns',
      'TimeGenerated          UserPrincipalName\n---------------------  ------------------\n2026-03-01T10:00:00Z   m@x\n':
        'a table for reading',
      '- Id: 1\n  TableName: PrimaryResult\n': 'YAML',
      '<?xml version="1.0"?><Events><Event xmlns="e"/></Events>': 'event log as XML',
      '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"></Objs>':
        'Export-Clixml',
      '<?xml version="1.0"?><other a="1"/>': 'It is XML',
      '#Software: IIS\n#Fields: date time c-ip\n2026-03-01 10:00:00 203.0.113.1\n': 'W3C log',
      '1.0;2026-03-01T10:00:00.0000000Z;GetBlob;Success;200;1;1;anonymous;;st1\n': 'Storage Analytics',
      '<134>Mar  1 10:00:00 fw CEF:0|v|p|1|100|deny, all|3|src=203.0.113.1\n': 'Common Event Format',
      'WARNING: in preview, it says.\n[\n  {\n    "a": 1\n  }\n]\n': 'first lines are no JSON',
      '[\n{"a": 1, "b": 2,},\n{"a": 2, "b": 3,}\n]\n': 'a comma before a closing bracket',
      "[{'a': 1, 'b': None}, {'a': 2, 'b': None}]\n": 'as Python prints a dict',
      '[{"a": 1 "b": 2}]\n': 'none of its first records is valid JSON. Write',
      'import a, b\nimport c\n\ndef f():\n  pass\n\nf()\nf()\n': 'neither JSON',
      'Mar  1 10:00:00 host sshd[1]: failed, again\n': 'syslog',
      '203.0.113.1 - - [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "a, b"\n': 'access log',
      'TimeGenerated [UTC],Id,UserPrincipalName,Type\n': 'a header and no rows',
      '<134>Mar  1 10:00:00 host sshd[1]: failed, again\n': 'syslog',
    };
    for (const [text, said] of Object.entries(texts)) {
      const file = await target.importOne('a.csv', text);
      assert.ok(file.skipped?.includes(said), `${text}: ${file.skipped}`);
    }
    const header = await target.importOne('b.csv', Buffer.from('Gr\u0081\u00dfe;Id\r\n1;a\r\n', 'latin1'));
    assert.match(header.skipped ?? '', /header is not UTF-8/);
    assert.deepEqual(target.tables(), []);
  });

  it('leaves the case as it was when it is cancelled', async () => {
    const file = target.file('a.json', `${line('1')}\n`);
    await target.import(file);
    const stop = new AbortController();
    const big = target.file(
      'b.json',
      Array.from({ length: 20_000 }, (_, i) => `${line(`n-${i}`)}\n`).join(''),
    );
    const report = await target.import(
      big,
      {},
      {
        signal: stop.signal,
        onProgress: ({ rows }) => rows > 0 && stop.abort(),
        batches: { batchBytes: 2 ** 18, concurrency: 2 },
      },
    );
    assert.equal(report.cancelled, true);
    assert.equal(report.rows, 0);
    assert.deepEqual(await ids(), ['1']);
    assert.deepEqual(target.leftovers(), []);
  });

  it('keeps record numbers, rejects and identity over many small batches', async () => {
    const records = Array.from({ length: 3000 }, (_, i) =>
      i % 500 === 499 ? '{broken' : line(`n-${i % 2900}`),
    );
    const path = target.file('a.json', `${records.join('\n')}\n`);
    const report = await target.import(path, {}, { batches: { batchBytes: 2 ** 15, concurrency: 2 } });
    const distinct = new Set(records.filter((text) => text !== '{broken')).size;
    assert.deepEqual([report.rows, report.rows + report.known], [distinct, 2994]);
    assert.deepEqual(
      target.rejects.map(({ record: at }) => at).sort((a, b) => a - b),
      [500, 1000, 1500, 2000, 2500, 3000],
    );
    const rows = await target.rows('AuditLogs');
    for (const row of rows) assert.equal(row['$raw'], records[Number(row['$record']) - 1]);
  });
});
