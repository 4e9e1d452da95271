import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ImportedFile } from '../../../src/domain/importReport.ts';
import { Windows1252Test, windows1252ToUtf8 } from '../../../src/logs/framing/windows1252.ts';
import { ImportCase } from '../../support/importCase.ts';
import { zipOf } from '../../support/zipOf.ts';

const HEADER = 'TimeGenerated [UTC];Id;UserPrincipalName;UserDisplayName;Type';
const row = (id: string, name: string): string => `01.03.2026 10:11:12;${id};${name}@x;${name};SigninLogs`;
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('files that are not UTF-8', function () {
  this.timeout(60_000);
  let target: ImportCase;
  beforeEach(() => {
    target = new ImportCase();
  });
  afterEach(() => target.remove());

  const names = async (): Promise<readonly string[]> =>
    (await target.rows('SigninLogs')).map((each) => String(each['UserDisplayName'])).sort();
  const isSaid = ({ notes }: ImportedFile): boolean => notes.some((note) => note.includes('Windows-1252'));

  it('are read as Windows-1252 where none of their bytes is UTF-8, and the report says so', async () => {
    const file = await target.importOne(
      'a.csv',
      latin(`${HEADER}\r\n${row('1', 'Jörg \x80\x93\x94')}\r\n${row('2', 'Zoë')}\r\n`),
    );
    assert.equal(file.rejects, 0);
    assert.ok(isSaid(file));
    const rows = await target.rows('SigninLogs');
    assert.deepEqual(
      rows.map((each) => each['UserDisplayName']),
      ['Jörg €“”', 'Zoë'],
    );
    assert.match(String(rows[0]?.['$raw']), /"UserPrincipalName":"Jörg €“”@x"/);
  });

  it('are so in gzip, in a zip and as JSON too', async () => {
    const text = latin(`${HEADER}\r\n${row('1', 'Jörg')}\r\n`);
    const json = latin(
      '{"id":"3","createdDateTime":"2026-03-01T10:00:00Z","appDisplayName":"é","ipAddress":"203.0.113.1","userDisplayName":"Chloé","status":{"errorCode":0}}\n',
    );
    assert.ok(isSaid(await target.importOne('a.csv.gz', gzipSync(text))));
    assert.ok(
      isSaid(
        await target.importOne(
          'b.zip',
          zipOf([{ name: 'b.csv', content: latin(`${HEADER}\r\n${row('2', 'Zoë')}\r\n`) }]),
        ),
      ),
    );
    assert.ok(isSaid(await target.importOne('c.json', json)));
    assert.deepEqual(await names(), ['Chloé', 'Jörg', 'Zoë']);
  });

  it('are so where the first byte that tells comes late', async () => {
    const plain = Array.from({ length: 60_000 }, (_, i) => `${row(`p${i}`, 'plain')}${' '.repeat(20)}\r\n`);
    const text = `${HEADER}\r\n${plain.join('')}${row('last', 'Jörg')}\r\n`;
    assert.ok(text.length > 4 * 2 ** 20);
    const file = await target.importOne('a.csv', latin(text));
    assert.equal(file.rejects, 0);
    assert.ok(isSaid(file));
    assert.deepEqual([...new Set(await names())], ['Jörg', 'plain']);
  });

  it('stay rejected, row by row, where other bytes of theirs are UTF-8 or nothing in Windows-1252', async () => {
    const damaged = Buffer.concat([
      Buffer.from(`${HEADER}\r\n${row('1', 'Jörg')}\r\n`),
      latin(`${row('2', 'bad\xff')}\r\n`),
    ]);
    const other = latin(`${HEADER}\r\n${row('3', 'plain')}\r\n${row('4', 'M\x81ller and Jörg')}\r\n`);
    for (const [name, bytes] of Object.entries({ 'a.csv': damaged, 'b.csv': other })) {
      const file = await target.importOne(name, bytes);
      assert.equal(file.rejects, 1);
      assert.ok(!isSaid(file));
    }
    assert.match(target.rejects[0]?.reason ?? '', /not UTF-8/);
    assert.deepEqual(await names(), ['Jörg', 'plain']);
  });

  it('are said to break off where UTF-16 ends within a sign', async () => {
    const text = Buffer.from(`\ufeff${HEADER}\r\n${row('1', 'a')}\r\n${row('2', 'b')}`, 'utf16le');
    const file = await target.importOne('a.csv', text.subarray(0, -1));
    assert.match(file.broken?.reason ?? '', /breaks off within a sign/);
    assert.ok(!(await target.rows('SigninLogs')).some((each) => String(each['$raw']).includes('\ufffd')));
  });

  it('have the signs of Windows-1252', () => {
    const bytes = Buffer.from(
      Array.from({ length: 32 }, (_, i) => 0x80 + i).filter(
        (byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
      ),
    );
    assert.equal(windows1252ToUtf8(bytes).toString('utf8'), '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
    assert.equal(windows1252ToUtf8(latin('A\xa0ÿ')).toString('utf8'), 'A\u00a0ÿ');
  });

  it('are told by the same bytes, however these come', () => {
    const verdict = (parts: readonly Buffer[]): boolean => {
      const test = new Windows1252Test();
      for (const part of parts) test.see(part);
      return test.end();
    };
    const piece = fc.constantFrom('a', 'ö', 'Łódź', '\xf6', '\x93', '\xe2\x82', '\xf0', '\x81', '\0', '€');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
        const bytes = Buffer.concat(
          pieces.map((text) =>
            /^[\x80-\xff]+$/.test(text) && text !== 'ö' ? latin(text) : Buffer.from(text),
          ),
        );
        const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        assert.equal(verdict(parts), verdict([bytes]));
      }),
      { numRuns: 2000 },
    );
  });
});
