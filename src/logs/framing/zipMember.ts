import { crc32, createInflateRaw } from 'node:zlib';
import { AzimuthError } from '../../base/errors.ts';
import type { ByteSource } from './byteSource.ts';
import { DamagedData, inflated } from './inflate.ts';

/** Numbers of the zip format. */
const STORED = 0;
const DEFLATED = 8;

export type ZipMember =
  | { readonly name: string; readonly source: ByteSource }
  /** Not read, and why. */
  | { readonly name: string; readonly refused: string };

/** What an archive says of a member. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  /** Of what is in it; undefined where the archive does not say. */
  readonly content?: { readonly size: number; readonly crc32: number };
}

export function zipMember(entry: ZipEntry, open: ByteSource['open']): ZipMember {
  const { name, method, compressedSize } = entry;
  if (/^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)|\0/.test(name))
    return {
      name,
      refused: 'Its name leads out of the archive (a zip slip); such a member is not imported.',
    };
  if (entry.isEncrypted)
    return { name, refused: 'It is encrypted; unpack it with its password and import the files.' };
  if (method !== STORED && method !== DEFLATED)
    return {
      name,
      refused: `It is compressed by a method (${method}) that is not read here; unpack the archive and import the files.`,
    };
  return {
    name,
    source: {
      size: compressedSize,
      open: (signal, onRead) => contentOf(entry, open(signal, onRead), () => open(signal)),
    },
  };
}

/** Throws `import.broken-zip` after what is whole; the archive's own checksum tells of damage that inflates to something. */
async function* contentOf(
  { method, content }: ZipEntry,
  stored: AsyncIterable<Buffer>,
  again: () => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const bytes =
    method === STORED ? stored : inflated(() => createInflateRaw({ chunkSize: 2 ** 20 }), stored, again);
  let size = 0;
  let checksum = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof DamagedData) throw brokenZip(error.message);
    throw error;
  }
  if (content && (size !== content.size || checksum !== content.crc32))
    throw brokenZip('what is in it does not have the size and the checksum that it names');
}

export function brokenZip(detail: string): AzimuthError {
  return new AzimuthError('import.broken-zip', `The archive is damaged (${detail}).`, {
    unharmed: 'what was imported before stands',
    next: ['Get the archive again, or repair it and import what is inside.'],
  });
}
