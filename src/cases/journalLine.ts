import { canonicalJson } from '../base/canonicalJson.ts';
import { type Sha256, sha256 } from '../base/hash.ts';
import type { JsonObject } from '../base/json.ts';

/** One thing that was done. `data` has a shape per kind, see journalEntry.ts. */
export interface JournalLine {
  /** ISO 8601, the writer's own clock. */
  readonly at: string;
  readonly kind: string;
  /** From 1, without holes. */
  readonly n: number;
  readonly prev: Sha256;
  readonly data: JsonObject;
}

/** How far a journal has come: its number of lines and the hash of the last one. */
export interface JournalHead {
  readonly count: number;
  readonly hash: Sha256;
}

export const NEWLINE = 0x0a;
const HASH_MEMBER = /,"hash":"([0-9a-f]{64})"\}$/;
/** `,"hash":"` + 64 + `"}` */
const HASH_MEMBER_LENGTH = 75;

/** What the first line of a chain points back at, so that a journal fits only its own case and writer. */
export function genesisHash(caseId: string, writer: string): Sha256 {
  return sha256(`azimuth journal 1\n${caseId}\n${writer}\n`);
}

/**
 * The line as it is written, without its newline: canonical JSON with the digest of exactly those bytes put in as
 * the last member. So every byte of a line is under its hash, and no two texts mean the same line.
 */
export function encodeLine(line: JournalLine): { text: string; hash: Sha256 } {
  const { at, kind, n, prev, data } = line;
  const body = canonicalJson({ at, data, kind, n, prev });
  const hash = sha256(body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

export type DecodedLine =
  | { readonly ok: true; readonly line: JournalLine; readonly hash: Sha256 }
  /** `hash`: what the line says of itself, where that can be read. */
  | { readonly ok: false; readonly reason: string; readonly hash?: Sha256; readonly bodyHash?: Sha256 };

/** Takes the bytes between two newlines. Never throws. */
export function decodeLine(bytes: Uint8Array): DecodedLine {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const match = HASH_MEMBER.exec(buffer.subarray(-HASH_MEMBER_LENGTH).toString('latin1'));
  const body = Buffer.concat([buffer.subarray(0, -HASH_MEMBER_LENGTH), Buffer.from('}')]);
  const bodyHash = sha256(body);
  const hash = match?.[1];
  if (hash === undefined) return { ok: false, reason: 'it does not end with a hash', bodyHash };
  if (hash !== bodyHash) return { ok: false, reason: 'its hash does not fit its text', hash, bodyHash };
  const line = parseBody(body.toString('utf8'));
  if (!line) return { ok: false, reason: 'it is not a journal line', hash, bodyHash };
  return { ok: true, line, hash };
}

function parseBody(text: string): JournalLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof JournalLine, unknown>> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { at, kind, n, prev, data } = value;
    const fits =
      typeof at === 'string' &&
      typeof kind === 'string' &&
      typeof n === 'number' &&
      typeof prev === 'string' &&
      typeof data === 'object' &&
      data !== null &&
      !Array.isArray(data);
    return fits ? { at, kind, n, prev, data: data as JsonObject } : undefined;
  } catch {
    return undefined;
  }
}

export function encodeHead(head: JournalHead): string {
  return `{"count":${head.count},"hash":"${head.hash}"}\n`;
}

/** Undefined for anything but the exact bytes that encodeHead writes. */
export function decodeHead(bytes: Uint8Array): JournalHead | undefined {
  const match = /^\{"count":(0|[1-9]\d{0,14}),"hash":"([0-9a-f]{64})"\}\n$/.exec(
    Buffer.from(bytes).toString('latin1'),
  );
  return match ? { count: Number(match[1]), hash: match[2] ?? '' } : undefined;
}
