import { readCaseFile } from '../cases/caseFile.ts';
import { EvidenceStore, evidencePath } from '../cases/evidence.ts';
import { currentIdentity } from '../cases/identity.ts';
import { readJournals } from '../cases/journal.ts';
import { JournalWriter } from '../cases/journalWriter.ts';
import { LAYOUT } from '../cases/layout.ts';
import { isAlive } from '../cases/lock.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { type Storage, storageError } from '../cases/storage.ts';
import { TimelineStore } from '../cases/timelineStore.ts';
import { verifyTimeline } from '../cases/verifyTimeline.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';

/** The files of an open case, with this session's journal. */
export interface CaseFolder {
  readonly storage: Storage;
  readonly journal: JournalWriter;
  readonly evidence: EvidenceStore;
  readonly timeline: TimelineStore;
  /** Who works here, as journals and pins name them. */
  readonly person: string;
  readonly warnings: readonly string[];
  info: CaseInfo;
}

/** Opens the files of a case, putting right what a kill left and saying so. */
export async function openCaseFolder(folder: string): Promise<CaseFolder> {
  const storage = new NodeStorage(folder);
  const info = await readCaseFile(storage);
  await refuseLinks(storage, LAYOUT.derived);
  await sweepTemporary(storage);
  const identity = { ...currentIdentity(), caseId: info.id };
  const journal = await JournalWriter.open(storage, identity);
  try {
    const evidence = await EvidenceStore.open(storage, info.id, journal);
    const warnings = [
      ...journal.warnings,
      ...(await missingOriginals(storage, evidence)),
      ...(await unfinishedImports(storage, info.id)),
      ...(await timelineFaults(storage, info.id)),
    ];
    const timeline = new TimelineStore(storage);
    return { storage, journal, evidence, timeline, person: identity.person, warnings, info };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** DuckDB opens files in there by itself, and would follow a link that a stranger put into the case. */
async function refuseLinks(storage: Storage, folder: string): Promise<void> {
  for (const { name, kind } of await storage.list(folder)) {
    const path = `${folder}/${name}`;
    if (kind === 'folder') await refuseLinks(storage, path);
    if (kind === 'link')
      throw storageError('open', path, Object.assign(new Error('link'), { code: 'ELOOP' }));
  }
}

/** What killed processes were writing; names begin with the process's number. */
async function sweepTemporary(storage: Storage): Promise<void> {
  for (const { name, kind } of await storage.list(LAYOUT.temporary)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const path = `${LAYOUT.temporary}/${name}`;
    await (kind === 'folder' ? storage.removeTree(path) : storage.remove(path));
  }
}

async function missingOriginals(storage: Storage, evidence: EvidenceStore): Promise<readonly string[]> {
  const warnings: string[] = [];
  const present = new Set((await storage.list(LAYOUT.evidence)).map(({ name }) => name));
  for (const { file, name } of evidence.entries())
    if (!present.has(file)) warnings.push(`The original "${name}" (${evidencePath(file)}) is missing.`);
  return warnings;
}

async function timelineFaults(storage: Storage, caseId: string): Promise<readonly string[]> {
  const { lines } = await readJournals(storage, caseId, ['event.pinned', 'event.unpinned']);
  const { findings } = await verifyTimeline(storage, lines);
  return findings.map(({ file, message }) => `${file}: ${message}.`);
}

async function unfinishedImports(storage: Storage, caseId: string): Promise<readonly string[]> {
  const { lines } = await readJournals(storage, caseId, ['import.started', 'import.done', 'import.failed']);
  const started = new Map<unknown, string>();
  for (const { kind, data, at } of lines) {
    if (kind === 'import.started') started.set(data['id'], at);
    else started.delete(data['id']);
  }
  return [...started.values()].map(
    (at) =>
      `The import that began at ${at} did not come to its end. Import the same files again: what is in the case already is recognised.`,
  );
}
