import { AzimuthError } from '../base/errors.ts';
import { sha256OfStream } from '../base/hash.ts';
import { evidencePath } from '../cases/evidence.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { CaseLock } from '../cases/lock.ts';
import type { CaseFolder } from './caseFolder.ts';
import { addImported, importedHere } from './importedList.ts';
import type { PastImport } from './importHistory.ts';
import { lockImports } from './importing.ts';
import type { SessionParts } from './parts.ts';

/**
 * Brings the tables to what the journals say: imports that this working copy has not got (a clone, which git gives no
 * derived/; a colleague's, merged in) are made again from the originals, in their order and with what was said of them
 * then. Nothing is journalled, as nothing new is in the case. Gives sentences on what could not be made.
 */
export async function rebuildTables(
  folder: CaseFolder,
  parts: SessionParts,
  onStep: (what: string) => void,
): Promise<readonly string[]> {
  if ((await missingImports(folder)).length === 0) return [];
  let lock: CaseLock;
  try {
    lock = await lockImports(folder.storage);
  } catch (error) {
    if (!(error instanceof AzimuthError) || error.code !== 'import.busy') throw error;
    return ['Another window is reading logs into the tables just now; until it is done, rows are missing.'];
  }
  try {
    const missing = await missingImports(folder);
    const isClone = (await importedHere(folder.storage)).size === 0;
    await folder.storage.remove(LAYOUT.summaries);
    const faults: string[] = [];
    for (const [index, past] of missing.entries()) {
      onStep(`Reading the originals into tables again: import ${index + 1} of ${missing.length}`);
      faults.push(...(await importAgain(folder, parts, past)));
      await addImported(folder.storage, past.id);
    }
    // A clone has no tables; where there are some, an import was cut short or came from another branch.
    if (!isClone && missing.length > 0)
      faults.push(
        `Imports of the journals that had not reached the tables (${missing.length}) were read again from the originals.`,
      );
    return faults;
  } finally {
    await lock.release();
  }
}

async function missingImports(folder: CaseFolder): Promise<readonly PastImport[]> {
  const here = await importedHere(folder.storage);
  return folder.imports.filter(
    ({ id, files }) => !here.has(id) && files.some(({ tables }) => Object.keys(tables).length > 0),
  );
}

async function importAgain(
  folder: CaseFolder,
  parts: SessionParts,
  { id, overrides, files }: PastImport,
): Promise<readonly string[]> {
  const { storage, evidence } = folder;
  const stage = `${LAYOUT.temporary}/${process.pid}-again`;
  const faults: string[] = [];
  const originals = new Map<string, { digest: string; path: string }>();
  try {
    for (const digest of new Set(files.map((file) => file.digest))) {
      const entry = evidence.get(digest);
      const original = entry && evidencePath(entry.file);
      if (!original || (await storage.stat(original))?.kind !== 'file') continue;
      if ((await sha256OfStream(storage.openRead(original))).digest !== digest) {
        faults.push(
          `The original "${entry.name}" (${original}) was changed, so its rows are not in the tables.`,
        );
        continue;
      }
      // What a file is can be told by its folders too, so the copy is under as much of its path as can be had.
      const given = files.find((file) => file.digest === digest)?.path ?? '';
      const folderOfCopy = [stage, String(originals.size), ...plainFolders(given, entry.name)].join('/');
      await storage.makeFolder(folderOfCopy);
      const copy = `${folderOfCopy}/${plainName(entry.name)}`;
      await storage.link(original, copy);
      originals.set(storage.absolute(copy), { digest, path: storage.absolute(original) });
    }
    if (originals.size === 0) return faults;
    const report = await parts.importLogs(
      { paths: [...originals.keys()], ...overrides },
      {
        importId: id,
        tables: await parts.openTableStore(storage, [...(await importedHere(storage))]),
        // They are in rejects/ since the first time.
        rejects: { write: () => Promise.resolve() },
        evidence: { put: (path) => knownOriginal(originals, path) },
      },
      () => undefined,
    );
    for (const { path, digest, skipped } of report.files) {
      const before = files.filter((file) => file.digest === digest);
      const own = before.length === 1 ? before : before.filter((file) => nameOf(file.path) === nameOf(path));
      // What gave no rows the first time is not missed.
      if (skipped !== undefined && own.some(({ tables }) => Object.keys(tables).length > 0))
        faults.push(`${nameOf(path)} was not read again: ${skipped}`);
    }
    return faults;
  } finally {
    await storage.removeTree(stage);
  }
}

function knownOriginal(
  originals: ReadonlyMap<string, { digest: string; path: string }>,
  path: string,
): Promise<{ digest: string; path: string }> {
  const original = originals.get(path);
  if (original) return Promise.resolve(original);
  return Promise.reject(new AzimuthError('import.no-such-file', `There is no original for ${path}`));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The last folders of the path that a file was imported from; its own name may stand before the name of a member. */
function plainFolders(path: string, name: string): readonly string[] {
  const parts = path.split(/[\\/]/);
  const at = parts.findIndex((part) => part === name || part.startsWith(`${name}!`));
  return parts.slice(Math.max(0, at - 12), Math.max(0, at)).map(plainName);
}

/** Legal as a name on every system and no step out of its folder. */
function plainName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^\.+$|[. ]+$/g, '_')
    .slice(-150);
  return plain === '' ? '_' : plain;
}
