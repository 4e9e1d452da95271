import { availableParallelism } from 'node:os';
import { AzimuthError, isCancellation } from '../../base/errors.ts';
import type { Sha256 } from '../../base/hash.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../../domain/importReport.ts';
import type { TableTally } from '../../domain/tableLoad.ts';
import { Batches, type BatchOptions } from './batches.ts';
import { FileImporter } from './fileImporter.ts';
import type { FileProgress } from './fileProgress.ts';
import { type FoundFile, findFiles } from './findFiles.ts';
import type { ImportPorts } from './ports.ts';

/** A load has one thread, and Node's pool of four is left one for files. */
const BATCHES: BatchOptions = {
  batchBytes: 48 * 2 ** 20,
  concurrency: Math.min(3, Math.max(2, availableParallelism())),
};

/**
 * Imports logs: originals into evidence, their events into the case's tables, what does not fit to the rejects. All of it
 * becomes visible at once, at the end; cancelled, nothing does (the report says so; originals stay in evidence/).
 * Rejects with `import.*` errors where nothing could be imported at all.
 */
export async function importLogs(
  options: ImportOptions,
  ports: ImportPorts,
  onProgress: (progress: ImportProgress) => void = () => undefined,
  signal?: AbortSignal,
  batches: BatchOptions = BATCHES,
): Promise<ImportReport> {
  const files: FileProgress[] = [];
  const tables = await ports.tables.begin(ports.importId);
  const gather = new Batches(tables, batches, signal);
  try {
    const found = await findFiles(options.paths, signal);
    await importFiles(found, options, ports, gather, files, onProgress, signal);
    await gather.finish();
    return report(files, await tables.commit(signal), false);
  } catch (error) {
    await gather.abandon();
    if (isCancellation(error)) return report(files, [], true);
    throw error;
  } finally {
    await tables.close();
  }
}

async function importFiles(
  found: readonly FoundFile[],
  options: ImportOptions,
  ports: ImportPorts,
  gather: Batches,
  files: FileProgress[],
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const bytesTotal = found.reduce((sum, { size }) => sum + size, 0);
  const originals = new Map<Sha256, string>();
  let bytesDone = 0;
  for (const [filesDone, file] of found.entries()) {
    const tell = (ofFile: number): void => {
      const done = Math.min(bytesTotal, bytesDone + ofFile);
      gather.progressed(done, bytesTotal);
      onProgress({
        file: file.path,
        filesDone,
        filesTotal: found.length,
        bytesDone: done,
        bytesTotal,
        rows: gather.records,
      });
    };
    tell(0);
    await new FileImporter(options, ports, gather, files, originals, tell, signal).run(file);
    bytesDone += file.size;
  }
  onProgress({
    file: '',
    filesDone: found.length,
    filesTotal: found.length,
    bytesDone: bytesTotal,
    bytesTotal,
    rows: gather.records,
  });
  if (files.length === 0)
    throw new AzimuthError('import.no-files', 'There is no file to import.', {
      unharmed: 'the case is unchanged',
    });
}

function report(
  files: readonly FileProgress[],
  tallies: readonly TableTally[],
  cancelled: boolean,
): ImportReport {
  const imported = files.map((file) => file.report(tallies));
  const sum = (of: (file: (typeof imported)[number]) => number): number =>
    imported.reduce((total, file) => total + of(file), 0);
  const ofTables = (key: 'rows' | 'known'): number =>
    sum(({ tables }) => Object.values(tables).reduce((total, table) => total + table[key], 0));
  return {
    files: imported,
    rows: ofTables('rows'),
    known: ofTables('known'),
    rejects: sum(({ rejects }) => rejects),
    cancelled,
  };
}
