import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, type ZipFile, type ZipFileOptions, open as openZip } from 'yauzl';
import { AzimuthError } from '../../base/errors.ts';
import type { ByteSource } from './byteSource.ts';
import { DamagedData, inflated } from './inflate.ts';

const MAX_MEMBERS = 100_000;
/** Numbers of the zip format. */
const STORED = 0;
const DEFLATED = 8;

export type ZipMember =
  | { readonly name: string; readonly source: ByteSource }
  /** Not read, and why. */
  | { readonly name: string; readonly refused: string };

/** The members of a zip file, for as long as `use` runs. Nothing is unpacked to disk; names are only told. */
export async function withZipMembers<T>(
  path: string,
  use: (members: readonly ZipMember[]) => Promise<T>,
): Promise<T> {
  const zip = await openArchive(path);
  try {
    return await use(await readMembers(zip));
  } finally {
    zip.close();
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await promisify<string, { lazyEntries: true; autoClose: false; decodeStrings: false }, ZipFile>(
      openZip,
    )(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
    });
  } catch (error) {
    throw broken(error);
  }
}

function readMembers(zip: ZipFile): Promise<readonly ZipMember[]> {
  const members: ZipMember[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', (error: unknown) => reject(broken(error)));
    zip.on('end', () => resolve(members));
    zip.on('entry', (entry: Entry) => {
      const name = memberName(entry);
      if (!name.endsWith('/')) members.push(member(zip, entry, name));
      if (members.length > MAX_MEMBERS)
        reject(
          new AzimuthError('import.zip-too-many', `The archive has more than ${MAX_MEMBERS} members.`, {
            unharmed: 'the case is unchanged',
            next: ['Unpack it and import the folder.'],
          }),
        );
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

function memberName(entry: Entry): string {
  // With decodeStrings off the name is bytes, which the types do not say.
  const bytes: unknown = entry.fileName;
  const name = Buffer.isBuffer(bytes) ? bytes.toString('utf8') : String(bytes);
  return name.replaceAll('\\', '/');
}

function member(zip: ZipFile, entry: Entry, name: string): ZipMember {
  if (/^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)|\0/.test(name))
    return {
      name,
      refused: 'Its name leads out of the archive (a zip slip); such a member is not imported.',
    };
  if (entry.isEncrypted())
    return { name, refused: 'It is encrypted; unpack it with its password and import the files.' };
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    return {
      name,
      refused: `It is compressed by a method (${entry.compressionMethod}) that is not read here; unpack the archive and import the files.`,
    };
  return {
    name,
    source: {
      size: entry.compressedSize,
      open: (signal, onRead) => readMember(zip, entry, signal, onRead),
    },
  };
}

/** Throws `import.broken-zip` after what is whole; the archive's own checksum tells of damage that inflates to something. */
async function* readMember(
  zip: ZipFile,
  entry: Entry,
  signal: AbortSignal | undefined,
  onRead: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  const raw = storedBytes(zip, entry, signal, onRead);
  const bytes =
    entry.compressionMethod === STORED
      ? raw
      : inflated(
          () => createInflateRaw({ chunkSize: 2 ** 20 }),
          raw,
          () => storedBytes(zip, entry, signal),
        );
  let size = 0;
  let checksum = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof DamagedData) throw broken(error);
    throw error;
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32)
    throw broken(new Error('what is in it does not have the size and the checksum that it names'));
}

async function* storedBytes(
  zip: ZipFile,
  entry: Entry,
  signal?: AbortSignal,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const open = promisify<Entry, ZipFileOptions, Readable>(zip.openReadStream.bind(zip));
  let stream: Readable | undefined;
  try {
    stream = await open(entry, { decodeFileData: false });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      onRead?.(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AzimuthError || signal?.aborted === true) throw error;
    throw broken(error);
  } finally {
    stream?.destroy();
  }
}

function broken(error: unknown): AzimuthError {
  const detail = error instanceof Error ? error.message : String(error);
  return new AzimuthError('import.broken-zip', `The archive is damaged (${detail}).`, {
    unharmed: 'what was imported before stands',
    next: ['Get the archive again, or repair it and import what is inside.'],
  });
}
