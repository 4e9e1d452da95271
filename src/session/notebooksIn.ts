import { AzimuthError } from '../base/errors.ts';
import type { Storage } from '../cases/storage.ts';

const DEEPEST = 8;

/** Paths of the notebooks in a folder and those below it, relative to the case. */
export async function notebooksIn(storage: Storage, folder: string, depth = 0): Promise<readonly string[]> {
  if (depth > DEEPEST)
    throw new AzimuthError('case.too-deep', `${folder} is nested deeper than a case's notebooks are`);
  const found: string[] = [];
  for (const { name, kind } of await storage.list(folder)) {
    if (kind === 'folder') found.push(...(await notebooksIn(storage, `${folder}/${name}`, depth + 1)));
    else if (kind === 'file' && name.endsWith('.kql.md')) found.push(`${folder}/${name}`);
  }
  return found;
}
