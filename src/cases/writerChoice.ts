import { randomInt } from 'node:crypto';
import { AzimuthError } from '../base/errors.ts';
import { readWhole } from './files.ts';
import { decodeHead, type JournalHead } from './journalLine.ts';
import { type JournalScan, scanJournal } from './journalScan.ts';
import { LAYOUT } from './layout.ts';
import { type CaseLock, type IsAlive, isAlive, tryLock } from './lock.ts';
import type { Storage } from './storage.ts';
import { parseJournalFile, writerBase } from './writerName.ts';

export interface WriterIdentity {
  readonly caseId: string;
  readonly person: string;
  readonly machine: string;
  readonly now: () => Date;
  readonly isAlive?: IsAlive;
}

/** What this working copy last wrote to a journal, which git does not carry. */
export const tipPath = (writer: string): string => `${LAYOUT.writers}/${writer}.tip`;

/** As many sessions of one person on one case at one time as anybody will have. */
const MAX_TRIES = 200;

/**
 * Finds the journal that this session may continue. A journal is ours to continue only where it ends as this
 * working copy last left it: after a switch of branches, or in another clone, it ends elsewhere, and continuing it
 * would make a fork that git cannot merge. Such a journal is left alone, and so is a damaged one or one that
 * another living session has; the next free name is taken instead.
 */
export async function chooseWriter(
  storage: Storage,
  identity: WriterIdentity,
  warnings: string[],
): Promise<{ lock: CaseLock; scan: JournalScan }> {
  const base = writerBase(identity.person, identity.machine);
  const refused = new Set<string>();
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const writer = await nextName(storage, base, refused);
    refused.add(writer);
    const lock = await tryLock(storage, writer, identity.isAlive ?? isAlive);
    if (!lock) continue;
    try {
      const scan = await scanJournal(storage, identity.caseId, writer);
      if (isOurs(scan, await readTip(storage, writer), warnings)) return { lock, scan };
      await lock.release();
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
  throw new AzimuthError('journal.no-writer', `No journal name of ${base} is free`, {
    unharmed: 'the case is unchanged',
    next: ['Close the other windows that have this case open.'],
  });
}

function isOurs(scan: JournalScan, tip: JournalHead | undefined, warnings: string[]): boolean {
  const lines = scan.tip.count;
  if (!scan.exists && scan.head === undefined) return tip === undefined || tip.count === 0;
  if (tip !== undefined && scan.problems.length > 0) {
    const [{ file, line, message }] = scan.problems as [JournalScan['problems'][number]];
    warnings.push(
      `${file}${line === undefined ? '' : `, line ${line}`}: ${message}. The journal was left as it is; this session writes to another one.`,
    );
    return false;
  }
  if (scan.problems.length > 0) return false;
  // Killed at its very first line: nothing is in it, so nobody can have continued it elsewhere.
  if (lines === 0) return true;
  // The tip is written after the line, so that it too may lag by one.
  if (tip === undefined) return lines === 1 && scan.head?.count === 0;
  return (
    lines >= tip.count &&
    lines <= tip.count + 1 &&
    (tip.count === 0 || scan.hashes[tip.count - 1] === tip.hash)
  );
}

/** Ours by their tips first, then the plain name, then `-2` …; a random number once somebody else's is there. */
async function nextName(storage: Storage, base: string, refused: ReadonlySet<string>): Promise<string> {
  const belongs = (writer: string): boolean =>
    writer === base || (writer.startsWith(`${base}-`) && /^\d+$/.test(writer.slice(base.length + 1)));
  const own = (await storage.list(LAYOUT.writers))
    .map(({ name }) => name.replace(/\.tip$/, ''))
    .filter(belongs)
    .sort();
  const untried = own.find((writer) => !refused.has(writer));
  if (untried !== undefined) return untried;

  const present = new Set<string>();
  for (const { name } of await storage.list(LAYOUT.journal)) {
    const file = parseJournalFile(name);
    if (file && belongs(file.writer)) present.add(file.writer);
  }
  const foreign = [...present].some((writer) => !own.includes(writer) && refused.has(writer));
  if (!foreign)
    for (let n = 1; n <= MAX_TRIES; n++) {
      const writer = n === 1 ? base : `${base}-${n}`;
      if (!refused.has(writer)) return writer;
    }
  for (;;) {
    const writer = `${base}-${randomInt(1000, 1_000_000)}`;
    if (!refused.has(writer) && !present.has(writer)) return writer;
  }
}

async function readTip(storage: Storage, writer: string): Promise<JournalHead | undefined> {
  const bytes = await readWhole(storage, tipPath(writer), 4096);
  return bytes && decodeHead(bytes);
}
