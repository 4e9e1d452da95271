import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { evidencePath } from '../cases/evidence.ts';
import { readJournals } from '../cases/journal.ts';
import { LAYOUT } from '../cases/layout.ts';
import { tryLock } from '../cases/lock.ts';
import { RejectsFile } from '../cases/rejects.ts';
import type { Storage } from '../cases/storage.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../domain/importReport.ts';
import type { CaseFolder } from './caseFolder.ts';
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
  const lock = await tryLock(storage, 'import');
  if (!lock)
    throw new AzimuthError('import.busy', 'Another window or command is importing into this case', {
      unharmed: 'the case is unchanged',
      next: ['Wait until it is done, then import again.'],
    });
  try {
    const importId = newImportId();
    await sweepImports(storage);
    await journal.append('import.started', { id: importId, options: asJson(options) });
    try {
      const tables = await parts.openTableStore(storage.absolute(LAYOUT.derived));
      const rejects = new RejectsFile(storage, importId);
      const report = await parts.importLogs(
        options,
        {
          importId,
          tables,
          rejects: { write: (rows) => rejects.write(rows.map((row) => ({ ...row }))) },
          evidence: { put: (path, abort) => putOriginal(folder, path, abort) },
        },
        onProgress,
        signal,
      );
      await journal.append('import.done', { id: importId, report: asJson(report) });
      return report;
    } catch (error) {
      await journal.append('import.failed', { id: importId, reason: reasonOf(error) });
      throw error;
    }
  } finally {
    await lock.release();
  }
}

/** What imports that were killed left; with the lock held, no other is running. */
async function sweepImports(storage: Storage): Promise<void> {
  await storage.makeFolder(LAYOUT.temporary);
  for (const { name, kind } of await storage.list(LAYOUT.temporary))
    if (kind === 'folder' && IMPORT_ID.test(name)) await storage.removeTree(`${LAYOUT.temporary}/${name}`);
}

async function putOriginal(
  { storage, evidence }: CaseFolder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ digest: string; path: string }> {
  const { digest, file } = await evidence.put(
    path,
    createReadStream(path, { highWaterMark: 1 << 20 }),
    signal,
  );
  return { digest, path: storage.absolute(evidencePath(file)) };
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

/** Rejected rows by table, from the reports of all imports; a file's rejects count for its largest table. */
export async function rejectsByTable({ storage, info }: CaseFolder): Promise<ReadonlyMap<string, number>> {
  const rejects = new Map<string, number>();
  const { lines } = await readJournals(storage, info.id, ['import.done']);
  for (const { data } of lines)
    for (const file of listOf(member(data['report'], 'files'))) {
      const count = Number(member(file, 'rejects') ?? 0);
      const tables = Object.entries((member(file, 'tables') ?? {}) as JsonObject);
      const rowsOf = (tally: JsonValue | undefined): number => Number(member(tally, 'rows') ?? 0);
      const [table] = tables.sort(([, a], [, b]) => rowsOf(b) - rowsOf(a))[0] ?? [];
      if (table !== undefined && count > 0) rejects.set(table, (rejects.get(table) ?? 0) + count);
    }
  return rejects;
}

function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
