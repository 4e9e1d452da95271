import { setTimeout as delay } from 'node:timers/promises';
import { isCount, isRecord } from '../base/guards.ts';
import { isSha256, sha256OfStream } from '../base/hash.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import { type WrittenLine, writersOf } from './journal.ts';
import { type JournalScan, scanJournal } from './journalScan.ts';
import { LAYOUT } from './layout.ts';
import { isLocked } from './lock.ts';
import type { Storage } from './storage.ts';
import { journalPath, parseJournalFile } from './writerName.ts';

/** Kinds whose lines the other checks need. */
const KEPT = [
  'session.opened',
  'journal.torn',
  'evidence.added',
  'import.started',
  'import.done',
  'event.pinned',
  'event.changed',
  'event.unpinned',
];
/** A session that is writing while we read leaves states that are gone a moment later. */
const READS = 4;

export interface JournalCheck {
  readonly findings: readonly VerifyFinding[];
  readonly journals: number;
  readonly count: number;
  readonly lines: readonly WrittenLine[];
}

/** `caseId` undefined: case.yaml cannot be read, so where chains begin is not checked. */
export async function verifyJournals(
  storage: Storage,
  caseId: string | undefined,
  signal?: AbortSignal,
): Promise<JournalCheck> {
  const findings: VerifyFinding[] = [];
  const lines: WrittenLine[] = [];
  const scans = new Map<string, JournalScan>();
  for (const writer of await writersOf(storage)) {
    signal?.throwIfAborted();
    const { scan, kept } = await settledScan(storage, caseId, writer);
    scans.set(writer, scan);
    lines.push(...kept);
    findings.push(...scan.problems, ...stateOf(scan));
  }
  findings.push(...witnessed(lines, scans), ...(await tornFiles(storage, lines)));
  const count = [...scans.values()].reduce((sum, scan) => sum + scan.tip.count, 0);
  return { findings, journals: scans.size, count, lines };
}

async function settledScan(
  storage: Storage,
  caseId: string | undefined,
  writer: string,
): Promise<{ scan: JournalScan; kept: WrittenLine[] }> {
  for (let read = 1; ; read++) {
    const kept: WrittenLine[] = [];
    const scan = await scanJournal(storage, caseId, writer, (line) => {
      if (KEPT.includes(line.kind)) kept.push({ ...line, writer });
    });
    const settled = scan.problems.length === 0 && scan.tail.length === 0;
    if (settled || read === READS || !(await isLocked(storage, writer))) return { scan, kept };
    await delay(25);
  }
}

/** What is left of a kill and the next opening of the case will put right. */
function stateOf({ writer, tip, tail, head, exists }: JournalScan): readonly VerifyFinding[] {
  const file = journalPath(writer);
  if (!exists && head !== undefined && head.count > 0)
    return [{ code: 'journal.missing', file, message: `The journal is missing; it had ${head.count} lines` }];
  if (tail.length > 0 && tip.count >= (head?.count ?? 0))
    return [
      {
        code: 'journal.torn-line',
        file,
        line: tip.count + 1,
        message: 'The last line was cut off while it was being written; opening the case puts it aside',
      },
    ];
  return [];
}

/** A journal that was put back to an earlier state, or removed, while another writer had seen more of it. */
function witnessed(
  lines: readonly WrittenLine[],
  scans: ReadonlyMap<string, JournalScan>,
): readonly VerifyFinding[] {
  const findings: VerifyFinding[] = [];
  for (const { kind, data, writer, n } of lines) {
    if (kind !== 'session.opened' || !isRecord(data['heads'])) continue;
    for (const [other, head] of Object.entries(data['heads'])) {
      if (!isRecord(head) || !isCount(head['count']) || !isSha256(head['hash'])) continue;
      const scan = scans.get(other);
      if (scan?.hashes[head['count'] - 1] === head['hash']) continue;
      const cut = scan === undefined || scan.hashes.length < head['count'];
      findings.push({
        code: cut ? 'journal.rolled-back' : 'journal.rewritten',
        file: journalPath(other),
        line: cut ? (scan?.hashes.length ?? 0) + 1 : head['count'],
        message: cut
          ? `${journalPath(writer)}, line ${n}, saw ${head['count']} lines of this journal; it has ${scan?.hashes.length ?? 0}`
          : `${journalPath(writer)}, line ${n}, saw another line here`,
      });
    }
  }
  return findings;
}

async function tornFiles(storage: Storage, lines: readonly WrittenLine[]): Promise<readonly VerifyFinding[]> {
  const findings: VerifyFinding[] = [];
  const recorded = new Map<string, unknown>();
  for (const { kind, data } of lines)
    if (kind === 'journal.torn' && typeof data['file'] === 'string')
      recorded.set(data['file'], data['digest']);
  for (const { name, kind } of await storage.list(LAYOUT.journal)) {
    const file = `${LAYOUT.journal}/${name}`;
    const parsed = kind === 'file' ? parseJournalFile(name) : undefined;
    if (!parsed) findings.push({ code: 'journal.unknown-file', file, message: 'No journal has such a file' });
    if (parsed?.kind !== 'torn') continue;
    const digest = recorded.get(file);
    recorded.delete(file);
    if (digest === undefined)
      findings.push({
        code: 'journal.torn-unrecorded',
        file,
        message: 'No journal line speaks of this file',
      });
    else if ((await sha256OfStream(storage.openRead(file))).digest !== digest)
      findings.push({ code: 'journal.torn-changed', file, message: 'The bytes put aside were changed' });
  }
  for (const file of recorded.keys())
    findings.push({ code: 'journal.torn-missing', file, message: 'The bytes put aside are missing' });
  return findings;
}
