import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceStore } from '../../src/cases/evidence.ts';
import { readJournals } from '../../src/cases/journal.ts';
import { JournalWriter } from '../../src/cases/journalWriter.ts';
import { makeCase } from '../../src/cases/newCase.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import type { Storage } from '../../src/cases/storage.ts';
import { contentDigestOf, fileDigestOf, TimelineStore } from '../../src/cases/timelineStore.ts';
import type { WriterIdentity } from '../../src/cases/writerChoice.ts';
import type { TimelineEvent } from '../../src/domain/timelineEvent.ts';

/** A folder that is removed when the test is over. */
export async function temporaryFolder(context: Mocha.Context): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-case-'));
  (context.test?.parent ?? context.currentTest?.parent)?.afterAll(() =>
    rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  );
  return folder;
}

export function person(name = 'ana', machine = 'laptop'): Omit<WriterIdentity, 'caseId'> {
  return { person: name, machine, now: () => new Date('2026-03-01T10:00:00Z') };
}

export async function* bytesOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

export function sampleEvent(id = 'e1', change: Partial<TimelineEvent> = {}): TimelineEvent {
  const row = { TimeGenerated: '2026-03-01T09:00:00Z', IPAddress: '203.0.113.9' };
  return {
    format: 1,
    id,
    time: '2026-03-01T09:00:00Z',
    end: null,
    title: 'Sign-in',
    table: 'SigninLogs',
    severity: 'medium',
    entities: [{ kind: 'ip', value: '203.0.113.9' }],
    techniques: [],
    note: '',
    row,
    contentDigest: contentDigestOf('SigninLogs', row),
    provenance: {
      connection: 'case',
      query: 'SigninLogs',
      window: null,
      answerDigest: '0'.repeat(64),
      event: null,
      pinnedBy: 'ana',
      pinnedAt: '2026-03-01T10:00:00Z',
    },
    ...change,
  };
}

export async function openEvidence(
  storage: Storage,
  caseId: string,
  journal: JournalWriter,
): Promise<EvidenceStore> {
  return new EvidenceStore(storage, journal, (await readJournals(storage, caseId, ['evidence.added'])).lines);
}

export interface SmallCase {
  readonly folder: string;
  readonly storage: NodeStorage;
  readonly caseId: string;
  readonly identity: WriterIdentity;
}

/** A case with one journal of a few lines, two originals and one curated event. */
export async function smallCase(folder: string): Promise<SmallCase> {
  const storage = new NodeStorage(folder);
  const info = await makeCase(storage, { title: 'Small', owner: 'ana' }, person());
  const identity = { ...person(), caseId: info.id };
  await fill(storage, identity);
  return { folder, storage, caseId: info.id, identity };
}

async function fill(storage: Storage, identity: WriterIdentity): Promise<void> {
  const journal = await JournalWriter.open(storage, identity);
  try {
    const evidence = await openEvidence(storage, identity.caseId, journal);
    await evidence.put('signins.csv', bytesOf('a,b\n', '1,ü\n'));
    await evidence.put('PT1H.json.gz', bytesOf('not really gz'));
    const event = sampleEvent();
    await new TimelineStore(storage).write(event);
    const { id, contentDigest, title } = event;
    await journal.append('event.pinned', { id, contentDigest, fileDigest: fileDigestOf(event), title });
  } finally {
    await journal.close();
  }
}

export interface Edit {
  read(path: string): Promise<Buffer>;
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** Changes behind the program's back. */
export function edit(folder: string): Edit {
  return {
    read: (path) => readFile(join(folder, path)),
    write: (path, bytes) => writeFile(join(folder, path), bytes),
  };
}
