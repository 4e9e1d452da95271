import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { AzimuthError } from '../../base/errors.ts';
import { avroTexts, isAvro } from './avro.ts';

const CHUNK_BYTES = 4 * 2 ** 20;
/** Expansion past which compressed bytes are taken for a bomb, once `BOMB_BYTES` are out. */
const BOMB_RATIO = 400;
const BOMB_BYTES = 2 ** 30;
const GZIP_STEP = 2 ** 16;
/** How often compressed bytes may be compressed. */
const MAX_NESTING = 3;

/** A file's bytes, to be read from the start as often as needed. */
export interface ByteSource {
  /** Of the bytes as they are stored, for progress. */
  readonly size: number;
  /** `onRead` is told of stored bytes as they are read. */
  open(signal?: AbortSignal, onRead?: (bytes: number) => void): AsyncIterable<Buffer>;
}

export type Packing = 'gzip' | 'zip' | 'parquet' | 'plain';

export function packingOf(head: Buffer): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const magic = head.subarray(0, 4).toString('latin1');
  if (magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006') return 'zip';
  return magic === 'PAR1' ? 'parquet' : 'plain';
}

export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function fileSource(path: string, size: number): ByteSource {
  return {
    size,
    open: (signal, onRead) => stored(path, signal, onRead),
  };
}

/** What is in gzip or Avro, or the bytes as they are. */
export async function* unpacked(bytes: AsyncIterable<Buffer>, depth = 0): AsyncGenerator<Buffer> {
  const chunks = bytes[Symbol.asyncIterator]();
  try {
    const first = await chunks.next();
    const head = first.done === true ? Buffer.alloc(0) : first.value;
    const all = continued(head, chunks);
    if (packingOf(head) !== 'gzip') yield* isAvro(head) ? avroTexts(all) : all;
    else if (depth < MAX_NESTING) yield* unpacked(gunzipped(all), depth + 1);
    else
      throw new AzimuthError(
        'import.nested-archive',
        `The file is compressed more than ${MAX_NESTING} times over.`,
        { unharmed: 'the case is unchanged', next: ['Expand it yourself, if you trust it.'] },
      );
  } finally {
    await chunks.return?.();
  }
}

/** The first bytes again, and the others. */
async function* continued(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}

/** Expands gzip; a damaged or cut stream gives what comes before the damage and then throws `import.broken-gzip`. */
export async function* gunzipped(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 2 ** 20 });
  const out: Buffer[] = [];
  let failure: Error | undefined;
  let stored = 0;
  let expanded = 0;
  gunzip.on('data', (chunk: Buffer) => out.push(chunk));
  gunzip.on('error', (error: Error) => (failure = error));
  const step = async (start: (done: () => void) => void): Promise<readonly Buffer[]> => {
    await new Promise<void>((resolve) => {
      gunzip.once('error', () => resolve());
      start(resolve);
    });
    gunzip.removeAllListeners('error');
    gunzip.on('error', (error: Error) => (failure = error));
    const chunks = out.splice(0);
    for (const chunk of chunks) expanded += chunk.length;
    refuseBomb(stored, expanded);
    return chunks;
  };
  try {
    for await (const chunk of bytes) {
      // Small steps bound what one of them can expand to.
      for (let at = 0; at < chunk.length && !failure; at += GZIP_STEP) {
        const part = chunk.subarray(at, at + GZIP_STEP);
        stored += part.length;
        yield* await step((done) => gunzip.write(part, () => done()));
      }
      if (failure) break;
    }
    if (!failure)
      yield* await step((done) => {
        gunzip.once('end', done);
        gunzip.end();
      });
  } finally {
    gunzip.destroy();
  }
  if (failure)
    throw new AzimuthError(
      'import.broken-gzip',
      `The compressed data is damaged or cut off (${failure.message}).`,
      {
        unharmed: 'what came before the damage is imported',
      },
    );
}

export function refuseBomb(stored: number, expanded: number): void {
  if (expanded > BOMB_BYTES && expanded > stored * BOMB_RATIO)
    throw new AzimuthError(
      'import.decompression-bomb',
      `The compressed data expands more than ${BOMB_RATIO} times (${stored} bytes to over ${expanded}); it was taken for a decompression bomb.`,
      {
        unharmed: 'the case is unchanged',
        next: ['Expand the file yourself and import what is inside, if you trust it.'],
      },
    );
}

/** Opens the file when its first byte is asked for, and closes it however the reading ends. */
async function* stored(
  path: string,
  signal?: AbortSignal,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal ? { signal } : {}) });
  for await (const chunk of bytes as AsyncIterable<unknown>) {
    if (!Buffer.isBuffer(chunk)) continue;
    onRead?.(chunk.length);
    yield chunk;
  }
}
