import { deflateRawSync } from 'node:zlib';

const SYNC = Buffer.alloc(16, 7);
const SCHEMA = {
  type: 'record',
  name: 'EventData',
  namespace: 'Microsoft.ServiceBus.Messaging',
  fields: [
    { name: 'SequenceNumber', type: 'long' },
    { name: 'Offset', type: 'string' },
    { name: 'EnqueuedTimeUtc', type: 'string' },
    { name: 'SystemProperties', type: { type: 'map', values: ['long', 'double', 'string', 'bytes'] } },
    { name: 'Properties', type: { type: 'map', values: ['long', 'double', 'string', 'bytes', 'null'] } },
    { name: 'Body', type: ['null', 'bytes'] },
  ],
};

function long(value: number): Buffer {
  const bytes: number[] = [];
  let rest = (BigInt(value) << 1n) ^ (BigInt(value) >> 63n);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
const bytes = (data: string | Buffer): Buffer =>
  Buffer.concat([long(Buffer.byteLength(data)), Buffer.from(data as string)]);

/** An Event Hub capture of messages with these bodies, `perBlock` in a block. */
export function avroOf(bodies: readonly string[], codec: 'null' | 'deflate' = 'null', perBlock = 2): Buffer {
  const meta = Buffer.concat([
    long(2),
    ...[bytes('avro.schema'), bytes(JSON.stringify(SCHEMA)), bytes('avro.codec'), bytes(codec)],
    long(0),
  ]);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bodies.length; at += perBlock) {
    const part = bodies.slice(at, at + perBlock);
    const data = Buffer.concat(
      part.flatMap((body, n) => [
        long(at + n),
        bytes(String(n)),
        bytes('2026-03-01T10:11:12Z'),
        // One entry of type long, in a block that also states its size; then an empty map.
        ...[long(-1), long(9), bytes('x-opt'), long(0), long(-5), long(0)],
        long(0),
        long(1),
        bytes(body),
      ]),
    );
    const stored = codec === 'deflate' ? deflateRawSync(data) : data;
    blocks.push(long(part.length), long(stored.length), stored, SYNC);
  }
  return Buffer.concat([Buffer.from('Obj\u0001', 'latin1'), meta, SYNC, ...blocks]);
}
