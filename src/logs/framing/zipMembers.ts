import { type Entry, type ZipFile, open as openZip } from 'yauzl';
import { promisify } from 'node:util';
import type { Readable } from 'node:stream';
import { AzimuthError } from '../../base/errors.ts';
import { type ByteSource, refuseBomb } from './byteSource.ts';

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

async function* readMember(
  zip: ZipFile,
  entry: Entry,
  signal: AbortSignal | undefined,
  onRead: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  const openStream = promisify<Entry, Readable>(zip.openReadStream.bind(zip) as never);
  let stream: Readable;
  try {
    stream = await openStream(entry);
  } catch (error) {
    throw broken(error);
  }
  let expanded = 0;
  let told = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      expanded += chunk.length;
      refuseBomb(entry.compressedSize, expanded);
      // The stored bytes are not told as they are read; the share of the expanded ones stands for them.
      const share = Math.min(
        entry.compressedSize,
        Math.round((expanded / Math.max(1, entry.uncompressedSize)) * entry.compressedSize),
      );
      onRead?.(share - told);
      told = share;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AzimuthError || signal?.aborted === true) throw error;
    throw broken(error);
  } finally {
    stream.destroy();
  }
}

function broken(error: unknown): AzimuthError {
  const detail = error instanceof Error ? error.message : String(error);
  return new AzimuthError('import.broken-zip', `The archive is damaged (${detail}).`, {
    unharmed: 'what was imported before stands',
    next: ['Get the archive again, or repair it and import what is inside.'],
  });
}
