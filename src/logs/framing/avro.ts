import { inflateRawSync } from 'node:zlib';
import { isRecord, isString } from '../../base/guards.ts';
import { AvroReader, type AvroSchema, avroSchema, broken } from './avroReader.ts';

const MAGIC = 'Obj\u0001';
const SYNC_BYTES = 16;
const MAX_HEADER_BYTES = 4 * 2 ** 20;
const MAX_BLOCK_BYTES = 64 * 2 ** 20;
const MAX_EXPANDED_BYTES = 256 * 2 ** 20;

export const isAvro = (head: Buffer): boolean => head.subarray(0, 4).toString('latin1') === MAGIC;

/**
 * The records of an Avro object container as text, one after another. Of an Event Hub capture these are the messages' bodies,
 * as they were sent; other records become JSON objects. Throws `import.broken-avro` after what is whole.
 */
export async function* avroTexts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = new Source(bytes);
  const header = await readHeader(source);
  for (;;) {
    const start = await source.take(20, true);
    if (!start || start.length === 0) return;
    const prefix = new AvroReader(start);
    const count = prefix.long();
    const size = prefix.long();
    if (count < 0 || size < 0 || size > MAX_BLOCK_BYTES) throw broken('a block has no sensible size');
    source.putBack(start.subarray(prefix.at));
    const data = await source.take(size);
    const sync = await source.take(SYNC_BYTES);
    if (!data || !sync) throw broken('the file ends within a block');
    if (!sync.equals(header.sync)) throw broken('a block does not end where it should');
    const block = new AvroReader(header.expand(data));
    for (let record = 0; record < count; record++) yield textOf(block.value(header.schema));
  }
}

interface Header {
  readonly schema: AvroSchema;
  readonly sync: Buffer;
  expand(data: Buffer): Buffer;
}

async function readHeader(source: Source): Promise<Header> {
  const head = await source.take(MAX_HEADER_BYTES, true);
  const reader = new AvroReader((head ?? Buffer.alloc(0)).subarray(MAGIC.length));
  const meta = reader.value({ kind: 'map', values: { kind: 'bytes' } });
  const text = (key: string): string => {
    const value = isRecord(meta) ? meta[key] : undefined;
    return Buffer.isBuffer(value) ? value.toString('utf8') : '';
  };
  const end = MAGIC.length + reader.at;
  const sync = head?.subarray(end, end + SYNC_BYTES);
  if (!head || sync?.length !== SYNC_BYTES) throw broken('its header is cut off');
  source.putBack(head.subarray(end + SYNC_BYTES));
  const codec = text('avro.codec') || 'null';
  if (codec !== 'null' && codec !== 'deflate')
    throw broken(`it is compressed with ${codec.slice(0, 20)}, which is not supported; null and deflate are`);
  return {
    schema: avroSchema(parsed(text('avro.schema'))),
    sync: Buffer.from(sync),
    expand: (data) => (codec === 'null' ? data : inflated(data)),
  };
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: MAX_EXPANDED_BYTES });
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken('its schema is not JSON');
  }
}

function textOf(record: unknown): Buffer {
  const body = isRecord(record) ? record['Body'] : undefined;
  if (Buffer.isBuffer(body)) return Buffer.concat([body, Buffer.from('\n')]);
  if (isString(body)) return Buffer.from(`${body}\n`);
  const json = JSON.stringify(record, (_, value: unknown) =>
    isRecord(value) && value['type'] === 'Buffer' && Array.isArray(value['data'])
      ? Buffer.from(value['data'] as number[]).toString('utf8')
      : value,
  );
  return Buffer.from(`${json}\n`);
}

/** Bytes of a stream, taken in pieces of a wanted size. */
class Source {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Buffer>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** Undefined where there are not so many; `orLess`: as many as there are. */
  async take(size: number, orLess = false): Promise<Buffer | undefined> {
    const parts = [this.#rest];
    let held = this.#rest.length;
    while (held < size) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      parts.push(Buffer.from(next.value));
      held += next.value.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts);
    if (held < size && !orLess) return undefined;
    this.#rest = all.subarray(size);
    return all.subarray(0, size);
  }

  putBack(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }
}
