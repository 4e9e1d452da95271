import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { type Entry, type ZipFile, type ZipFileOptions, open as openZip } from 'yauzl';
import { AzimuthError } from '../../base/errors.ts';
import { membersByHeaders } from './zipHeaders.ts';
import { type ZipMember, brokenZip, zipMember } from './zipMember.ts';

const MAX_MEMBERS = 100_000;

/**
 * The members of a zip file, for as long as `use` runs. Nothing is unpacked to disk; names are only told. Of an archive whose
 * list of members is cut off or damaged, which `problem` then says, they are those that have a header of their own.
 * Rejects with `import.*` errors where there is none.
 */
export async function withZipMembers<T>(
  path: string,
  use: (members: readonly ZipMember[], problem?: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const listed = await listedMembers(path);
  if (listed instanceof AzimuthError) {
    const found = await membersByHeaders(path, MAX_MEMBERS, signal);
    if (found.length === 0) throw listed;
    return use(found, `${listed.message} What it has was found by the headers before each member.`);
  }
  try {
    return await use(listed.members);
  } finally {
    listed.zip.close();
  }
}

interface Listed {
  readonly zip: ZipFile;
  readonly members: readonly ZipMember[];
}

/** By the list at the archive's end; an error where that is cut off or damaged. */
async function listedMembers(path: string): Promise<Listed | AzimuthError> {
  let zip: ZipFile | undefined;
  try {
    zip = await openArchive(path);
    return { zip, members: await readMembers(zip) };
  } catch (error) {
    zip?.close();
    if (error instanceof AzimuthError && error.code === 'import.broken-zip') return error;
    throw error;
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
  const { compressionMethod: method, compressedSize, uncompressedSize: size, crc32 } = entry;
  const isEncrypted = entry.isEncrypted();
  return zipMember(
    { name, method, isEncrypted, compressedSize, content: { size, crc32 } },
    (signal, onRead) => storedBytes(zip, entry, signal, onRead),
  );
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
  return brokenZip(error instanceof Error ? error.message : String(error));
}
