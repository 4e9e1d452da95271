import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LibraryQuery, parseLibraryQuery } from './libraryQuery.ts';

const FOLDER = new URL('../../../queries/', import.meta.url);
let loaded: Promise<readonly LibraryQuery[]> | undefined;

/** All queries that ship with Azimuth, by area and title; read once. */
export function readLibrary(): Promise<readonly LibraryQuery[]> {
  loaded ??= load(fileURLToPath(FOLDER)).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(folder: string): Promise<readonly LibraryQuery[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.kql'));
  const queries = await Promise.all(
    files.map(async (file) => {
      const id = file.replaceAll('\\', '/').replace(/\.kql$/, '');
      return parseLibraryQuery(id, await readFile(join(folder, file), 'utf8'));
    }),
  );
  return queries.sort((a, b) => (a.area + a.title < b.area + b.title ? -1 : 1));
}
