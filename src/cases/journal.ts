import type { VerifyFinding } from '../domain/verifyReport.ts';
import type { JournalLine } from './journalLine.ts';
import { scanJournal } from './journalScan.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';
import { parseJournalFile } from './writerName.ts';

export interface WrittenLine extends JournalLine {
  readonly writer: string;
}

/** Writers that have a journal or a head in the case, sorted. */
export async function writersOf(storage: Storage): Promise<readonly string[]> {
  const writers = new Set<string>();
  for (const { name } of await storage.list(LAYOUT.journal)) {
    const file = parseJournalFile(name);
    if (file && file.kind !== 'torn') writers.add(file.writer);
  }
  return [...writers].sort();
}

/**
 * The sound lines of all writers of the kinds asked for, by time; lines of one writer stay in their order. Damage is
 * handed back beside them, so that a reader can say that something is missing.
 */
export async function readJournals(
  storage: Storage,
  caseId: string,
  kinds: readonly string[],
): Promise<{ lines: readonly WrittenLine[]; problems: readonly VerifyFinding[] }> {
  const lines: WrittenLine[] = [];
  const problems: VerifyFinding[] = [];
  for (const writer of await writersOf(storage)) {
    // A clock that was set back must not turn one writer's lines around.
    let latest = '';
    const scan = await scanJournal(storage, caseId, writer, (line) => {
      if (line.at > latest) latest = line.at;
      if (kinds.includes(line.kind)) lines.push({ ...line, at: latest, writer });
    });
    problems.push(...scan.problems);
  }
  lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { lines, problems };
}
