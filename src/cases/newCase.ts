import { randomUUID } from 'node:crypto';
import { AzimuthError } from '../base/errors.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import { caseFileText } from './caseFile.ts';
import { writeAtomic } from './files.ts';
import { JournalWriter } from './journalWriter.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';
import type { WriterIdentity } from './writerChoice.ts';

const GIT_IGNORE = '/derived/\n';
/** Originals, journals and what a kill left are compared byte by byte, so git must not touch their line ends. */
const GIT_ATTRIBUTES = [
  '* text=auto eol=lf',
  '/evidence/** binary',
  '/journal/** -text',
  '/rejects/** -text',
  '/watchlists/** -text',
  '',
].join('\n');

const FOLDERS = [
  LAYOUT.notebooks,
  LAYOUT.timeline,
  LAYOUT.journal,
  LAYOUT.evidence,
  LAYOUT.rejects,
  LAYOUT.watchlists,
  LAYOUT.functions,
  LAYOUT.detections,
];

export interface NewCase {
  readonly title: string;
  readonly owner: string;
  readonly info?: Partial<Omit<CaseInfo, 'format' | 'id' | 'title'>>;
}

/**
 * Makes the folder an empty case. Files that are there stay; a folder that is a case already is refused with
 * `case.exists`. case.yaml is written last but for the journal's first line, so a half-made case is no case.
 */
export async function makeCase(
  storage: Storage,
  { title, owner, info = {} }: NewCase,
  identity: Omit<WriterIdentity, 'caseId'>,
): Promise<CaseInfo> {
  await storage.makeFolder('');
  if (await storage.stat(LAYOUT.caseFile))
    throw new AzimuthError('case.exists', `${storage.absolute('')} is a case already`, {
      unharmed: 'the case there is unchanged',
      next: ['Open it, or choose another folder.'],
    });
  const made: CaseInfo = {
    format: 1,
    id: randomUUID(),
    title,
    severity: 'informational',
    status: 'open',
    owner,
    tenant: '',
    window: null,
    clock: null,
    incidents: [],
    ...info,
  };
  for (const folder of FOLDERS) await storage.makeFolder(folder);
  await writeUnlessThere(storage, '.gitignore', GIT_IGNORE);
  await writeUnlessThere(storage, '.gitattributes', GIT_ATTRIBUTES);
  await writeAtomic(storage, LAYOUT.caseFile, caseFileText(made));
  const journal = await JournalWriter.open(storage, { ...identity, caseId: made.id });
  try {
    await journal.append('case.created', { title });
  } finally {
    await journal.close();
  }
  return made;
}

async function writeUnlessThere(storage: Storage, path: string, content: string): Promise<void> {
  if (!(await storage.stat(path))) await writeAtomic(storage, path, content);
}
