import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AzimuthError } from '../../src/base/errors.ts';
import { unpacked } from '../../src/logs/framing/byteSource.ts';
import type { Frame } from '../../src/logs/framing/frame.ts';
import { frameCsv } from '../../src/logs/framing/frameCsv.ts';
import { frameDocuments } from '../../src/logs/framing/frameDocuments.ts';
import { frameLines } from '../../src/logs/framing/frameLines.ts';
import type { JsonLayout } from '../../src/logs/framing/recordSelector.ts';
import { TextSource } from '../../src/logs/framing/textSource.ts';
import { withZipMembers } from '../../src/logs/framing/zipMembers.ts';
import { sniff } from '../../src/logs/import/sniff.ts';
import { chooseShape } from '../../src/logs/shapes/index.ts';
import { avroOf } from './avroOf.ts';
import { lentChunks } from './lentChunks.ts';
import { zipOf } from './zipOf.ts';

/** Numbers from a seed, the same ones each time. */
export function randomOf(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const RECORDS = [1, 2, 3].map((n) => ({
  time: '2026-03-01T10:11:12Z',
  category: 'AuditLogs',
  note: `ü"${n}\n{[,`,
  properties: { id: `${n}`, list: [{ a: null }, [1.5, true]] },
}));
const COLUMNS = [{ ColumnName: 'TimeGenerated', ColumnType: 'datetime' }, { ColumnName: 'Id' }];
const LINES = RECORDS.map((record) => `${JSON.stringify(record)}\r\n`).join('');
const BODIES = RECORDS.map((record) => JSON.stringify({ records: [record] }));

/** What a mutation starts from, by parser. */
const ORIGINALS = {
  csv: [
    'TimeGenerated [UTC],Id,"a ""b""",Type\r\n"7/18/2025, 8:44:14.962 AM",1,"x\ny",SigninLogs\r\n',
    'sep=;\na;b\n1;2\n"3";"4"\n',
    '#TYPE x\r\n"RecordType","AuditData"\r\n"1","{""Id"":""1""}"\r\n',
  ],
  lines: [LINES, `${LINES}\0\0\0`, LINES.replaceAll('\r\n', '\r')],
  documents: [
    JSON.stringify({ records: RECORDS, nextLink: 'x' }, null, 2),
    JSON.stringify(RECORDS) + JSON.stringify(RECORDS, null, 1),
    JSON.stringify([
      { FrameType: 'TableHeader', TableId: 0, TableKind: 'PrimaryResult', Columns: COLUMNS },
      { FrameType: 'TableFragment', TableId: 0, TableFragmentType: 'DataAppend', Rows: [['x', '1']] },
    ]),
    JSON.stringify({ tables: [{ name: 'PrimaryResult', columns: COLUMNS, rows: [['x', '1'], []] }] }),
  ],
  encodings: [
    `\ufeff${LINES}`,
    Buffer.from(`\ufeff${LINES}`, 'utf16le'),
    Buffer.from(LINES, 'utf16le').swap16(),
    Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0, 0x7d, 0, 0, 0]),
  ],
  gzip: [gzipSync(LINES), gzipSync(gzipSync(LINES)), Buffer.concat([gzipSync(LINES), gzipSync(LINES)])],
  avro: [avroOf(BODIES), avroOf(BODIES, 'deflate', 1)],
  zip: [
    zipOf([
      { name: 'logs/a.json', content: LINES },
      { name: '../b.json', content: LINES },
      { name: 'c.json.gz', content: gzipSync(LINES) },
    ]),
  ],
} as const satisfies Record<string, readonly (string | Uint8Array)[]>;

export type Parser = keyof typeof ORIGINALS;
export const PARSERS = Object.keys(ORIGINALS) as readonly Parser[];

/** Signs that parsers look for. */
const TELLING = Buffer.from('{}[]":,\\\n\r\0\u0001 ;\'eE-9u/', 'latin1');

/** The seed's input: an original with some bytes changed, cut out, repeated, or put in. */
function mutated(parser: Parser, seed: number): Buffer {
  const random = randomOf(seed);
  const originals = ORIGINALS[parser];
  let bytes = Buffer.from(originals[random(originals.length)] ?? '');
  for (let change = random(5); change >= 0; change--) {
    const at = random(bytes.length + 1);
    const length = random(1 + Math.min(64, bytes.length - at));
    const rest = bytes.subarray(at + length);
    const middles = [
      Buffer.alloc(0),
      bytes.subarray(at, at + length * 2),
      Buffer.from(Array.from({ length: 1 + random(9) }, () => TELLING[random(TELLING.length)] ?? 0)),
      Buffer.from(Array.from({ length: 1 + random(4) }, () => random(256))),
      Buffer.alloc(random(3000), TELLING[random(TELLING.length)]),
    ];
    bytes = Buffer.concat([bytes.subarray(0, at), middles[random(middles.length)] ?? rest, rest]);
  }
  return random(4) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : bytes;
}

const LAYOUTS: readonly JsonLayout[] = [
  { kind: 'roots' },
  { kind: 'list', key: 'records' },
  { kind: 'list', key: 'records', depth: 2 },
  { kind: 'rows', dialect: 'log-analytics' },
  { kind: 'rows', dialect: 'kusto-v1' },
  { kind: 'rows', dialect: 'kusto-v2' },
];

/** Runs everything that reads such bytes; throws where it fails otherwise than it may. */
export async function parse(parser: Parser, seed: number): Promise<void> {
  const bytes = mutated(parser, seed);
  if (parser === 'zip') {
    await zipMembers(bytes);
    return;
  }
  const chunk = 1 + randomOf(seed + 1)(bytes.length + 1);
  const source = new TextSource(() => unpacked(lentChunks(bytes, chunk), () => lentChunks(bytes, chunk)));
  const text = Buffer.concat(await collected(source.open()));
  const sample = await sniff('fuzz.json', text);
  if (sample) chooseShape(sample, {});
  const framers =
    parser === 'csv'
      ? [frameCsv]
      : parser === 'lines'
        ? [frameLines]
        : LAYOUTS.map((layout) => (parts: AsyncIterable<Buffer>) => frameDocuments(parts, layout));
  for (const framer of framers) {
    const inParts = await framed(framer(lentChunks(text, chunk)), parser === 'csv');
    const whole = await framed(framer(lentChunks(text, text.length + 1)), parser === 'csv');
    assert.deepEqual(inParts, whole, 'where a chunk ends makes no difference');
  }
}

/** Each record with its line, and what else there is to say. */
async function framed(frames: AsyncGenerator<Frame>, areJson: boolean): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for await (const frame of frames) {
    if (frame.kind !== 'records') {
      told.push(frame);
      continue;
    }
    const records = frame.block
      .toString('utf8')
      .split('\n')
      .map((record) => record.replace(/^[ \t\r]+|[ \t\r]+$/g, ''))
      .filter((record) => record !== '');
    assert.equal(records.length, frame.lines.length, 'each record has a line of its own');
    if (areJson) for (const record of records) JSON.parse(record);
    told.push(...records.map((record, i) => [frame.lines[i], record]));
  }
  return told;
}

/** What comes before damage that is named. */
async function collected(bytes: AsyncIterable<Buffer>): Promise<readonly Buffer[]> {
  const all: Buffer[] = [];
  try {
    for await (const part of bytes) all.push(Buffer.from(part));
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
  }
  return all;
}

async function zipMembers(bytes: Buffer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), bytes);
    await withZipMembers(join(folder, 'a.zip'), async (members) => {
      for (const member of members)
        if ('source' in member) {
          const { source } = member;
          await collected(unpacked(source.open(), () => source.open()));
        }
    });
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
