import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { gunzipped } from '../../../src/logs/framing/byteSource.ts';
import { avroOf } from '../../support/avroOf.ts';
import { auditLine as line, auditRecord as record } from '../../support/auditRecords.ts';
import { ImportCase } from '../../support/importCase.ts';
import { zipOf } from '../../support/zipOf.ts';

describe('archives and compressed files', function () {
  this.timeout(60_000);
  let target: ImportCase;
  beforeEach(() => {
    target = new ImportCase();
  });
  afterEach(() => target.remove());

  const ids = async (): Promise<readonly string[]> =>
    (await target.rows('AuditLogs')).map((row) => String(row['Id'])).sort();

  it('reads gzip and says where a cut one breaks', async () => {
    const text = Array.from(
      { length: 2000 },
      (_, i) => `${JSON.stringify({ ...record(`g-${i}`), noise: Math.sin(i).toString(36).repeat(5) })}\n`,
    ).join('');
    const packed = gzipSync(text);
    const whole = await target.importOne('a.json.gz', packed);
    assert.deepEqual(whole.tables, { AuditLogs: { rows: 2000, known: 0 } });
    const cut = await target.importOne('b.json.gz', packed.subarray(0, packed.length >> 1));
    assert.match(cut.broken?.reason ?? '', /damaged or cut off/);
    const known = cut.tables['AuditLogs']?.known ?? 0;
    assert.ok(known > 100 && known < 2000, `${known} records came before the cut`);
  });

  it('stops expanding a decompression bomb', async () => {
    const part = gzipSync(Buffer.alloc(2 ** 26));
    const source = Array.from({ length: 40 }, () => part);
    let expanded = 0;
    await assert.rejects(
      async () => {
        for await (const chunk of gunzipped(source)) expanded += chunk.length;
      },
      { code: 'import.decompression-bomb' },
    );
    assert.ok(expanded < 1.2 * 2 ** 30, `${expanded} bytes were let through`);
  });

  it('reads a zip, and refuses members that climb out of it', async () => {
    const zip = zipOf([
      { name: 'logs/a.json', content: `${line('1')}\n` },
      { name: '../../evil.json', content: `${line('2')}\n` },
      { name: '/abs.json', content: `${line('3')}\n` },
      { name: 'C:\\win.json', content: `${line('4')}\n` },
      { name: 'logs/b.json.gz', content: gzipSync(`${line('5')}\n`) },
      { name: 'readme.txt', content: 'hello' },
    ]);
    const report = await target.import(target.file('case.zip', zip));
    assert.deepEqual(await ids(), ['1', '5']);
    const skipped = report.files.filter((file) => file.skipped !== undefined);
    assert.equal(skipped.length, 4);
    assert.equal(skipped.filter(({ skipped: why }) => why?.includes('zip slip') === true).length, 3);
    const members = (await target.rows('AuditLogs')).map((row) => row['$member']);
    assert.deepEqual([...members].sort(), ['logs/a.json', 'logs/b.json.gz']);
    assert.ok(report.files.some(({ path }) => path.endsWith('case.zip!logs/a.json')));
  });

  it('reads an Event Hub capture, and says where a cut one breaks', async () => {
    const bodies = ['1', '2', '3'].map((id) => JSON.stringify({ records: [record(id), record(`${id}b`)] }));
    const whole = await target.importOne('capture.avro', avroOf(bodies, 'deflate'));
    assert.deepEqual(
      [whole.shape, whole.tables],
      ['event-hub-records', { AuditLogs: { rows: 6, known: 0 } }],
    );
    const cut = await target.importOne('cut.avro', gzipSync(avroOf(bodies).subarray(0, -20)));
    assert.match(cut.broken?.reason ?? '', /Avro file is damaged/);
    assert.deepEqual(cut.tables, { AuditLogs: { rows: 0, known: 4 } });
    const snappy = await target.importOne(
      'x.avro',
      Buffer.from(avroOf(bodies).toString('latin1').replace('\bnull', '\bnope'), 'latin1'),
    );
    assert.match(snappy.broken?.reason ?? '', /compressed with nope/);
  });

  it('names archives inside of archives, and gzip within gzip without end', async () => {
    const inner = zipOf([{ name: 'a.json', content: `${line('1')}\n` }]);
    const packed = (times: number): Buffer =>
      Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from(`${line('2')}\n`));
    const report = await target.import([
      target.file('outer.zip', zipOf([{ name: 'inner.zip', content: inner }])),
      target.file('twice.json.gz.gz', packed(2)),
      target.file('often.json.gz', packed(9)),
    ]);
    assert.match(report.files[0]?.skipped ?? '', /zip file inside an archive; unpack/);
    assert.match(report.files[2]?.broken?.reason ?? '', /compressed more than 3 times over/);
    assert.deepEqual(await ids(), ['2']);
  });

  it('reports a damaged zip and imports the other files', async () => {
    const zip = zipOf([{ name: 'a.json', content: `${line('1')}\n` }]);
    const report = await target.import([
      target.file('bad.zip', zip.subarray(0, 20)),
      target.file('good.json', `${line('2')}\n`),
    ]);
    assert.match(report.files[0]?.skipped ?? '', /archive is damaged/);
    assert.deepEqual(await ids(), ['2']);
  });

  for (const streamed of [false, true])
    it(`reads the members of a cut zip ${streamed ? 'whose sizes follow them ' : ''}up to the cut`, async () => {
      const lines = Array.from({ length: 500 }, (_, i) => `${line(`${Math.sin(i)}`)}\n`);
      const members = [
        { name: 'logs/', content: '' },
        { name: 'logs/a.json', content: `${line('1')}\n` },
        { name: '../b.json', content: `${line('2')}\n` },
        { name: 'logs/c.json', content: lines.join('') },
      ];
      const zip = zipOf(members, streamed);
      const whole = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
      const listless = await target.import(target.file('listless.zip', zip.subarray(0, whole)));
      const told = listless.files.map(({ path, tables, broken, skipped }) => [
        path.replace(/.*listless.zip/, ''),
        tables['AuditLogs']?.rows ?? 0,
        broken?.at ?? '',
        skipped !== undefined,
      ]);
      assert.deepEqual(told, [
        ['!logs/a.json', 1, '', false],
        ['!../b.json', 0, '', true],
        ['!logs/c.json', 500, '', false],
        ['', 0, 'its list of members', false],
      ]);
      const cut = await target.import(target.file('cut.zip', zip.subarray(0, whole - 2000)));
      const [, , last] = cut.files;
      assert.match(last?.broken?.reason ?? '', /archive is damaged/);
      const known = last?.tables['AuditLogs']?.known ?? 0;
      assert.ok(known > 100 && known < 500, `${known} records came before the cut`);
    });

  it('wastes no time on a file of nothing but headers, or of members without an end', async () => {
    const endless = Buffer.concat([
      zipOf([{ name: 'a', content: '' }], true).subarray(0, 31),
      Buffer.from([0, 0, 0, 255, 255]),
    ]);
    const report = await target.import([
      target.file('headers.zip', Buffer.from('PK\x03\x04'.repeat(2 ** 20), 'latin1')),
      target.file('endless.zip', Buffer.concat(Array.from({ length: 50_000 }, () => endless))),
    ]);
    assert.match(report.files[0]?.skipped ?? '', /archive is damaged/);
    assert.ok(report.files.length < 200, `${report.files.length} files`);
    assert.equal(report.rows, 0);
  });

  it('gives what is before the damage of a zip, and tells of damage that its checksum shows', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `${line(`${Math.sin(i)}`)}\n`);
    const zip = zipOf([{ name: 'a.json', content: lines.join('') }]);
    const half = zip.length >> 1;
    const damaged = await target.importOne(
      'a.zip',
      Buffer.concat([zip.subarray(0, half), Buffer.alloc(9, 0xff), zip.subarray(half + 9)]),
    );
    assert.match(damaged.broken?.reason ?? '', /archive is damaged/);
    assert.ok((damaged.tables['AuditLogs']?.rows ?? 0) > 100);
    const stored = Buffer.from(zipOf([{ name: 'b.json', content: `${line('x')}\n` }]));
    const crc = stored.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 16;
    stored.writeUInt32LE(stored.readUInt32LE(crc) ^ 1, crc);
    const other = await target.importOne('b.zip', stored);
    assert.match(other.broken?.reason ?? '', /checksum/);
    assert.deepEqual(other.tables, { AuditLogs: { rows: 1, known: 0 } });
  });
});
