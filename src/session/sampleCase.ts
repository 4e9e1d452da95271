import { AzimuthError } from '../base/errors.ts';
import { currentIdentity } from '../cases/identity.ts';
import { writeAtomic } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import { makeCase } from '../cases/newCase.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import type { ImportReport } from '../domain/importReport.ts';
import {
  sampleInvestigation,
  writeInvestigationExports,
} from '../samples/investigation/sampleInvestigation.ts';
import type { SampleOptions } from '../samples/plan.ts';
import { openCase } from './openCase.ts';
import type { SessionParts } from './parts.ts';

export interface SampleCase {
  readonly info: CaseInfo;
  readonly report: ImportReport;
}

/**
 * Makes the sample investigation in an empty folder: exports in the shapes that people have, read in by the importer
 * that reads theirs. After a failure or a cancellation the folder is empty again.
 */
export async function makeSampleCase(
  folder: string,
  change: Partial<SampleOptions>,
  parts: SessionParts,
  onStep: (what: string) => void,
  signal?: AbortSignal,
): Promise<SampleCase> {
  const storage = new NodeStorage(folder);
  if ((await storage.list('')).length > 0)
    throw new AzimuthError('sample.folder-not-empty', `The folder ${folder} is not empty`, {
      unharmed: 'nothing in it was touched',
      next: ['Name a new folder.'],
    });
  try {
    return await fill(storage, change, parts, onStep, signal);
  } catch (error) {
    for (const { name, kind } of await storage.list(''))
      await (kind === 'folder' ? storage.removeTree(name) : storage.remove(name));
    throw error;
  }
}

async function fill(
  storage: NodeStorage,
  change: Partial<SampleOptions>,
  parts: SessionParts,
  onStep: (what: string) => void,
  signal: AbortSignal | undefined,
): Promise<SampleCase> {
  const investigation = sampleInvestigation(change);
  const identity = currentIdentity();
  const { title, ...about } = investigation.info;
  const info = await makeCase(storage, { title, owner: identity.person, info: about }, identity);
  for (const { path, text } of [...investigation.notebooks, ...investigation.watchlists])
    await writeAtomic(storage, path, text);

  const exports = `${LAYOUT.temporary}/${process.pid}-exports`;
  onStep('Writing the logs of a company under attack');
  await storage.makeFolder(exports);
  const path = storage.absolute(exports);
  const written = await writeInvestigationExports(investigation, path, signal);
  const session = await openCase(storage.absolute(''), parts);
  try {
    onStep(`Importing ${written.files.length} files`);
    const paths = written.files.map((file) => storage.absolute(`${exports}/${file}`));
    const report = await session.import({ paths, dateOrder: 'month-first' }, () => undefined, signal);
    signal?.throwIfAborted();
    // Counted here, so that the first opening does not wait for it.
    await session.summary();
    const left = report.files.find(({ skipped }) => skipped !== undefined);
    if (left) throw new Error(`the sample's own ${left.path} was not imported: ${left.skipped}`);
    return { info, report };
  } finally {
    await session.close();
    await storage.removeTree(exports);
  }
}
