import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { readAhead } from '../base/readAhead.ts';
import { evidencePath } from '../cases/evidence.ts';
import { LAYOUT } from '../cases/layout.ts';
import { type CaseLock, tryLock } from '../cases/lock.ts';
import { RejectsFile } from '../cases/rejects.ts';
import type { Storage } from '../cases/storage.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../domain/importReport.ts';
import type { ImportPorts } from '../logs/import/ports.ts';
import type { CaseFolder } from './caseFolder.ts';
import { addImported, importedHere, removeUncommitted } from './importedList.ts';
import type { SessionParts } from './parts.ts';

const IMPORT_ID = /^\d{8}t\d{6}-[0-9a-f]{8}$/;

/** Runs one import into the case and writes down that it began and how it ended. One at a time per case. */
export async function importInto(
  folder: CaseFolder,
  parts: SessionParts,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
  signal?: AbortSignal,
): Promise<ImportReport> {
  const { storage, journal } = folder;
  const lock = await lockImports(storage);
  try {
    const importId = newImportId();
    const rejects = new RejectsFile(storage, importId);
    await journal.append('import.started', { id: importId, options: asJson(options) });
    try {
      const report = await parts.importLogs(
        options,
        {
          importId,
          tables: await parts.openTableStore(storage, [...(await importedHere(storage))]),
          rejects: { write: (rows) => rejects.write(rows.map((row) => ({ ...row }))) },
          evidence: { put: (path, abort) => putOriginal(folder, path, abort) },
        },
        onProgress,
        signal,
      );
      const head = await rejects.finish();
      await journal.append('import.done', {
        id: importId,
        report: asJson(report),
        ...(head && { rejects: head }),
      });
      await showImport(storage, importId);
      return report;
    } catch (error) {
      if (!(error instanceof AzimuthError) || error.code !== 'import.not-shown')
        await noteFailure(folder, importId, error, rejects);
      throw error;
    }
  } finally {
    await lock.release();
  }
}

/** The moment at which all of the import's rows are in the tables; before it none is. */
async function showImport(storage: Storage, importId: string): Promise<void> {
  try {
    await addImported(storage, importId);
  } catch (error) {
    throw new AzimuthError(
      'import.not-shown',
      'The import is in the case’s journal, but its rows could not be added to the tables',
      {
        unharmed: 'the tables are as they were, and the originals are in the case',
        next: [
          'Free some space where the disk is full; close the case and open it again: the rows are read then.',
        ],
      },
      { cause: error },
    );
  }
}

/** The failure itself is what the person hears of, also where writing it down fails. */
async function noteFailure(
  { journal }: CaseFolder,
  importId: string,
  error: unknown,
  rejects: RejectsFile,
): Promise<void> {
  try {
    await rejects.discard();
    await journal.append('import.failed', { id: importId, reason: reasonOf(error) });
  } catch {
    // The journal says that the import began, and the next opening that it did not come to its end.
  }
}

/** Who has it imports; there is one at a time in a working copy. */
export const IMPORT_LOCK = 'import';

/** Rejects with `import.busy` while another session has it. */
export async function lockImports(storage: Storage): Promise<CaseLock> {
  const lock = await tryLock(storage, IMPORT_LOCK);
  if (!lock)
    throw new AzimuthError('import.busy', 'Another window or command is importing into this case', {
      unharmed: 'the case is unchanged',
      next: ['Wait until it is done, then try again.'],
    });
  try {
    await sweepImports(storage);
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What imports that were killed left; with the lock held, no other is running. */
async function sweepImports(storage: Storage): Promise<void> {
  await storage.makeFolder(LAYOUT.temporary);
  for (const { name, kind } of await storage.list(LAYOUT.temporary))
    if (kind === 'folder' && IMPORT_ID.test(name)) await storage.removeTree(`${LAYOUT.temporary}/${name}`);
  await removeUncommitted(storage);
}

async function putOriginal(
  { storage, evidence }: CaseFolder,
  path: string,
  signal: AbortSignal | undefined,
): ReturnType<ImportPorts['evidence']['put']> {
  const { digest, file } = await evidence.put(path, bytesOf(path), signal);
  return { digest, path: storage.absolute(evidencePath(file)) };
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    yield* readAhead((buffer) => file.read(buffer), size);
  } finally {
    await file.close();
  }
}

/** Sorts by time; letters, digits and hyphens. */
function newImportId(): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}

function asJson(value: ImportOptions | ImportReport): JsonObject {
  // Leaves out members that are undefined, which JSON has not.
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function reasonOf(error: unknown): string {
  if (isCancellation(error)) return 'cancelled';
  return error instanceof AzimuthError ? `${error.code}: ${error.message}` : 'a defect of Azimuth';
}
