import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { type FileRange, fileBytes, openFileBytes } from './fileBytes.ts';
import { deflatedLength } from './inflate.ts';
import { type ZipMember, zipMember } from './zipMember.ts';

/*
 * A member of a zip begins with a header: PK\3\4, version, flags, method, time, date, CRC-32, compressed and expanded size, length of the
 * name and of the extra fields, then these (APPNOTE.TXT 4.3.7).
 */
const SIGNATURE = Buffer.from('PK\u0003\u0004', 'latin1');
const HEADER_BYTES = 30;
const ENCRYPTED = 0x1;
/** Sizes and checksum follow the member's bytes. */
const SIZES_FOLLOW = 0x8;
const DEFLATED = 8;
/** Stands for a size that is in an extra field of zip64. */
const IN_EXTRA = 0xffff_ffff;
const ZIP64 = 1;
const MAX_VERSION = 63;
const MAX_NAME_BYTES = 2 ** 10;
/**
 * Signatures that are no header, and members without an end. A file that was made to waste time has one at every fourth byte, each
 * with data behind it that go on to the file's end.
 */
const MAX_MISSES = 100;
/** Between two members there is nothing, or the sizes of the first. */
const BETWEEN_BYTES = 64;

interface Found {
  /** Undefined of a folder. */
  readonly member: ZipMember | undefined;
  /** Undefined where it does not come to its end: others may be behind it. */
  readonly end: number | undefined;
}

/** The members of a zip file by the headers before each, for an archive without a list of them; folders are left out. */
export async function membersByHeaders(
  path: string,
  most: number,
  signal?: AbortSignal,
): Promise<readonly ZipMember[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const members: ZipMember[] = [];
    let misses = 0;
    for (let at = 0; members.length < most && misses < MAX_MISSES; ) {
      signal?.throwIfAborted();
      const start = await nextSignature(file, at, signal);
      if (start === undefined) break;
      const found = await memberAt(file, path, start, size, signal);
      if (found?.member) members.push(found.member);
      if (found?.end === undefined) misses += 1;
      at = Math.max(start + SIGNATURE.length, found?.end ?? 0);
    }
    return members;
  } finally {
    await file.close();
  }
}

async function nextSignature(
  file: FileHandle,
  from: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const near = (await bytesAt(file, from, BETWEEN_BYTES)).indexOf(SIGNATURE);
  if (near >= 0) return from + near;
  let at = from;
  let rest = Buffer.alloc(0);
  for await (const chunk of openFileBytes(file, { start: from, end: Infinity, size: Infinity })) {
    signal?.throwIfAborted();
    const bytes = Buffer.concat([rest, chunk]);
    const found = bytes.indexOf(SIGNATURE);
    if (found >= 0) return at - rest.length + found;
    at += chunk.length;
    rest = bytes.subarray(-SIGNATURE.length + 1);
  }
  return undefined;
}

async function memberAt(
  file: FileHandle,
  path: string,
  start: number,
  fileSize: number,
  signal: AbortSignal | undefined,
): Promise<Found | undefined> {
  const header = await bytesAt(file, start, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.readUInt16LE(4) > MAX_VERSION) return undefined;
  const flags = header.readUInt16LE(6);
  const method = header.readUInt16LE(8);
  const nameBytes = header.readUInt16LE(26);
  if (nameBytes === 0 || nameBytes > MAX_NAME_BYTES) return undefined;
  const after = await bytesAt(file, start + HEADER_BYTES, nameBytes + header.readUInt16LE(28));
  if (after.length < nameBytes) return undefined;
  const name = after.subarray(0, nameBytes).toString('utf8').replaceAll('\\', '/');
  const data = start + HEADER_BYTES + after.length;
  const sizes = sizesOf(header, after.subarray(nameBytes));
  const known = (flags & SIZES_FOLLOW) === 0 || sizes.compressed > 0;
  const length = known
    ? sizes.compressed
    : method === DEFLATED
      ? await deflatedLength(createInflateRaw, fileBytes(path, range(data, fileSize), signal))
      : undefined;
  const end = Math.min(fileSize, length === undefined ? fileSize : data + length);
  const entry = {
    name,
    method,
    isEncrypted: (flags & ENCRYPTED) !== 0,
    compressedSize: end - data,
    ...(known && { content: { size: sizes.expanded, crc32: header.readUInt32LE(14) } }),
  };
  return {
    member: name.endsWith('/')
      ? undefined
      : zipMember(entry, (aborts, onRead) => fileBytes(path, range(data, end), aborts, onRead)),
    end: length === undefined ? undefined : end,
  };
}

function range(start: number, end: number): FileRange {
  return { start, end, size: end - start };
}

function sizesOf(header: Buffer, extra: Buffer): { readonly compressed: number; readonly expanded: number } {
  const sizes = { compressed: header.readUInt32LE(18), expanded: header.readUInt32LE(22) };
  if (sizes.compressed !== IN_EXTRA && sizes.expanded !== IN_EXTRA) return sizes;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === ZIP64 && at + 20 <= extra.length)
      return {
        expanded: Number(extra.readBigUInt64LE(at + 4)),
        compressed: Number(extra.readBigUInt64LE(at + 12)),
      };
  return sizes;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
