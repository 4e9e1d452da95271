import { isArrayOf, isString } from '../base/guards.ts';
import { readWhole, writeAtomic } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { Storage } from '../cases/storage.ts';
import { importIdOf } from '../domain/tableLoad.ts';

const MAX_BYTES = 16 << 20;

/**
 * Ids of the imports whose rows this working copy's tables hold, in their order; none where derived/ was not carried
 * along. Files of tables that belong to no such import are not looked at, so that an import is seen whole or not at all.
 */
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

/** Removes what imports that did not come to their end put into the tables' folders. No import may be under way. */
export async function removeUncommitted(storage: Storage): Promise<void> {
  const committed = await importedHere(storage);
  for (const parent of [LAYOUT.tables, LAYOUT.sources])
    for (const table of await storage.list(parent)) {
      if (table.kind !== 'folder') continue;
      const folder = `${parent}/${table.name}`;
      for (const { name, kind } of await storage.list(folder))
        if (kind === 'file' && !committed.has(importIdOf(name))) await storage.remove(`${folder}/${name}`);
    }
}
