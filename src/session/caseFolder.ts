import { readCaseFile } from '../cases/caseFile.ts';
import { EvidenceStore } from '../cases/evidence.ts';
import { currentIdentity } from '../cases/identity.ts';
import { readJournals } from '../cases/journal.ts';
import { JournalWriter } from '../cases/journalWriter.ts';
import { LAYOUT } from '../cases/layout.ts';
import { isAlive } from '../cases/lock.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { type Storage, storageError } from '../cases/storage.ts';
import { TimelineStore } from '../cases/timelineStore.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import { type PastImport, pastImports } from './importHistory.ts';
import { openingFaults } from './openingFaults.ts';

const KINDS_READ = [
  'evidence.added',
  'import.started',
  'import.done',
  'import.failed',
  'event.pinned',
  'event.unpinned',
  'tenant.changed',
];

/** The files of an open case, with this session's journal. */
export interface CaseFolder {
  readonly storage: Storage;
  readonly journal: JournalWriter;
  readonly evidence: EvidenceStore;
  readonly timeline: TimelineStore;
  /** Who works here, as journals and pins name them. */
  readonly person: string;
  readonly warnings: readonly string[];
  /** Those that had come to their end when the case was opened. */
  readonly imports: readonly PastImport[];
  info: CaseInfo;
}

/** Opens the files of a case, putting right what a kill left and saying so. */
export async function openCaseFolder(
  folder: string,
  storage: Storage = new NodeStorage(folder),
): Promise<CaseFolder> {
  const info = await readCaseFile(storage);
  await refuseLinks(storage, LAYOUT.derived);
  await sweepTemporary(storage);
  const identity = { ...currentIdentity(), caseId: info.id };
  const journal = await JournalWriter.open(storage, identity);
  try {
    const past = await readJournals(storage, info.id, KINDS_READ);
    const evidence = new EvidenceStore(storage, journal, past.lines);
    const warnings = [...journal.warnings, ...(await openingFaults(storage, evidence, past))];
    const timeline = new TimelineStore(storage);
    const imports = pastImports(past.lines);
    return { storage, journal, evidence, timeline, imports, person: identity.person, warnings, info };
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
