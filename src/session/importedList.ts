import { isArrayOf, isString } from '../base/guards.ts';
import { readWhole, writeAtomic } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { Storage } from '../cases/storage.ts';

const MAX_BYTES = 16 << 20;

/** Ids of the imports whose rows this working copy's tables hold; none where derived/ was not carried along. */
export async function importedHere(storage: Storage): Promise<ReadonlySet<string>> {
  // Somebody removed the tables alone.
  if ((await storage.list(LAYOUT.tables)).length === 0) return new Set();
  const bytes = await readWhole(storage, LAYOUT.imported, MAX_BYTES);
  try {
    const ids: unknown = JSON.parse(bytes?.toString('utf8') ?? '[]');
    return new Set(isArrayOf(isString)(ids) ? ids : []);
  } catch {
    return new Set();
  }
}

export async function addImported(storage: Storage, id: string): Promise<void> {
  const ids = new Set(await importedHere(storage)).add(id);
  await writeAtomic(storage, LAYOUT.imported, `${JSON.stringify([...ids])}\n`);
}
