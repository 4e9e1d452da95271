import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ticksFromIso } from '../../../src/base/ticks.ts';
import type { ImportProgress } from '../../../src/domain/importReport.ts';
import { ImportCase } from '../../support/importCase.ts';

const line = (id: string): string =>
  `${JSON.stringify({ time: '2026-03-01T10:11:12Z', category: 'AuditLogs', properties: { id, activityDisplayName: 'x' } })}\n`;

describe('files to import', function () {
  this.timeout(60_000);
  let target: ImportCase;
  beforeEach(() => {
    target = new ImportCase();
  });
  afterEach(() => target.remove());

  it('are found in folders and by globs, each once, and told of as they are read', async () => {
    target.file('logs/y=2026/PT1H.json', line('1'));
    target.file('logs/y=2027/PT1H.json', line('2'));
    target.file('logs/.x_savestate', 'state');
    const folder = join(target.folder, 'in', 'logs');
    const told: ImportProgress[] = [];
    const report = await target.import(
      [folder, join(folder, '*', 'PT1H.json')],
      {},
      { onProgress: (progress) => told.push(progress) },
    );
    assert.deepEqual([report.files.length, report.rows], [2, 2]);
    const last = told.at(-1);
    assert.deepEqual(
      [last?.filesDone, last?.filesTotal, last?.bytesDone, last?.rows],
      [2, 2, last?.bytesTotal, 2],
    );
    // Many small files become one file of the table.
    assert.deepEqual(target.files('tables/AuditLogs'), ['i1.json', 'i1.parquet']);
  });

  it('are not those of a case that lies among them', async () => {
    target.file('logs/PT1H.json', line('1'));
    target.file('logs/case/case.yaml', 'title: another');
    target.file('logs/case/evidence/PT1H.json', line('2'));
    const report = await target.import(join(target.folder, 'in', 'logs'));
    assert.equal(report.rows, 1);
    assert.match(report.files[1]?.skipped ?? '', /It is a case\./);
  });

  it('with the same bytes are imported once', async () => {
    const report = await target.import([target.file('a.json', line('1')), target.file('b.json', line('1'))]);
    assert.equal(report.rows, 1);
    assert.match(report.files[1]?.skipped ?? '', /same bytes as .*a\.json/);
  });

  it('may be Parquet, whose types are kept', async () => {
    const path = target.file('flows.parquet', '');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT TIMESTAMP '2026-03-01 10:11:12.5' AS time, 3::BIGINT AS count, 1.5::DOUBLE AS ratio, true AS ok, {'a': 1} AS tags, 'x' AS word
      UNION ALL SELECT NULL, 4, 2.5, false, NULL, NULL) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const report = await target.import(path);
    assert.deepEqual(report.files[0]?.tables, { flows_CL: { rows: 2, known: 0 } });
    assert.deepEqual(
      target.schema('flows_CL').columns.map(({ name, type }) => `${name}:${type}`),
      [
        'TimeGenerated:datetime',
        'time:datetime',
        'count:long',
        'ratio:real',
        'ok:bool',
        'tags:dynamic',
        'word:string',
      ],
    );
    const [first, second] = await target.rows('flows_CL');
    assert.ok(first);
    assert.equal(first['TimeGenerated'], ticksFromIso('2026-03-01T10:11:12.5Z'));
    assert.deepEqual(
      [first['count'], first['ratio'], first['ok'], first['tags'], first['word']],
      [3n, 1.5, true, '{"a":1}', 'x'],
    );
    assert.deepEqual([second?.['tags'], second?.['word']], [null, '']);
  });

  it('may be Parquet that is damaged, which is told', async () => {
    const report = await target.import(target.file('x.parquet', 'PAR1 and nothing else'));
    assert.match(report.files[0]?.broken?.reason ?? '', /not a readable Parquet file/);
  });

  it('may have fields of any name', async () => {
    const names = [
      'r',
      'raw',
      'j',
      'x',
      'f',
      'm',
      'n',
      'seg',
      'sub',
      't0',
      'c0',
      'k0',
      'routes',
      'keys',
      'vals',
      'json',
      '"',
      "'",
      'a b',
      '日本',
    ];
    await target.import(
      target.file(
        'odd.json',
        `${JSON.stringify(Object.fromEntries(names.map((name) => [name, `${name} value`])))}\n`,
      ),
    );
    const [row] = await target.rows('odd_CL');
    assert.ok(row);
    const values = Object.entries(row).filter(([name]) => !name.startsWith('$'));
    assert.deepEqual(
      new Set(values.map(([, value]) => value)),
      new Set(names.map((name) => `${name} value`)),
    );
    for (const name of ['r', 'n', 'f', 't0', '日本']) assert.equal(row[name], `${name} value`);
    assert.equal(row['$record'], 1n);
  });

  it('may have many wide columns, which take no more memory for it', async () => {
    const long = 'x'.repeat(60);
    const record = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`c${i}`, long])));
    const report = await target.import(
      target.file('wide.json', `${record}\n`.repeat(4096)),
      {},
      { memoryLimit: 256 * 2 ** 20 },
    );
    assert.equal(report.rows, 4096);
  });

  it('fill a table that has other columns already, whose types stay', async () => {
    await target.import(target.file('a.json', '{"n":1,"s":"x"}\n'), { table: 'Mine_CL' });
    const report = await target.import(target.file('b.json', '{"n":"many","s":2,"more":true}\n'), {
      table: 'Mine_CL',
    });
    assert.deepEqual(report.files[0]?.notes, [
      'No field of its records is known to be their time, so its rows have no TimeGenerated: a question about a time range does not find them.',
      '1 value of Mine_CL.n could not be read as long and is null; the raw records have it.',
    ]);
    assert.deepEqual(
      target.schema('Mine_CL').columns.map(({ name, type }) => `${name}:${type}`),
      ['n:long', 's:string', 'more:bool'],
    );
    const rows = await target.rows('Mine_CL');
    assert.deepEqual(new Set(rows.map((row) => row['s'])), new Set(['x', '2']));
  });

  for (const [what, name, content, why] of [
    ['an empty list', 'none.json', '{"value":[]}', /^It has no records\.$/],
    ['the error of a service', 'e.json', '{"error":{"code":"Expired","message":"m"}}', /error .* Expired/],
    ['the error of a storage', 'e.xml', '<?xml version="1.0"?><Error><Code>Denied</Code></Error>', /Denied/],
    ['a web page', 'page.json', '<!DOCTYPE html><html>', /web page/],
    ['a Windows event log', 'a.evtx', 'ElfFile\0\0\0', /event log/],
    ['a tar archive', 'logs.tar', `a.csv${'\0'.repeat(252)}ustar`, /tar archive/],
  ] as const)
    it(`that are no logs are named: ${what}`, async () => {
      const [file] = (await target.import(target.file(name, content))).files;
      assert.match(file?.skipped ?? '', why);
    });
});
