import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { AzimuthError } from '../../base/errors.ts';
import { avroTexts, isAvro } from './avro.ts';
import { fileBytes } from './fileBytes.ts';
import { DamagedData, inflated } from './inflate.ts';

/** What a format is told by. */
const MAGIC_BYTES = 4;
/** How often compressed bytes may be compressed. */
const MAX_NESTING = 3;

/** A file's bytes, to be read from the start as often as needed. */
export interface ByteSource {
  /** Of the bytes as they are stored, for progress. */
  readonly size: number;
  /** Each chunk holds until the next is asked for. `onRead` is told of stored bytes as they are read. */
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
    open: (signal, onRead) => fileBytes(path, { start: 0, end: Infinity, size }, signal, onRead),
  };
}

/**
 * What is in gzip or Avro, or the bytes as they are.
 * @param again The bytes from their start a second time, where compressed ones turn out to be damaged.
 */
export async function* unpacked(
  bytes: AsyncIterable<Buffer>,
  again: () => AsyncIterable<Buffer>,
  depth = 0,
): AsyncGenerator<Buffer> {
  const chunks = bytes[Symbol.asyncIterator]();
  try {
    const head = await headOf(chunks);
    const all = continued(head, chunks);
    if (packingOf(head) !== 'gzip') yield* isAvro(head) ? avroTexts(all) : all;
    else if (depth < MAX_NESTING)
      yield* unpacked(gunzipped(all, again), () => gunzipped(again(), again), depth + 1);
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

/** The first chunk, with as many of those after it as it takes to tell what the bytes are. */
async function headOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done === true) return head;
    if (head.length === 0 && next.value.length >= MAGIC_BYTES) return next.value;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

/** The first bytes again, and the others. */
async function* continued(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}

/** Expands gzip; a damaged or cut stream gives what comes before the damage and then throws `import.broken-gzip`. */
export async function* gunzipped(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  again?: () => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    yield* inflated(() => createGunzip({ chunkSize: 2 ** 20 }), bytes, again);
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    throw new AzimuthError(
      'import.broken-gzip',
      `The compressed data is damaged or cut off (${error.message}).`,
      { unharmed: 'what came before the damage is imported' },
    );
  }
}
