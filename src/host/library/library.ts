import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LibraryQuery, parseLibraryQuery } from '../../hunting/libraryQuery.ts';
import { parsePlaybook, type Playbook } from '../../hunting/playbook.ts';

const FOLDER = new URL('../../../queries/', import.meta.url);
const PLAYBOOK = '.kql.md';

/** All queries that ship with Azimuth, by area and title; read once. */
export const readLibrary = once(async (): Promise<readonly LibraryQuery[]> => {
  const files = await filesIn('.kql');
  const queries = await Promise.all(
    files.map(async ({ file, text }) => parseLibraryQuery(file.replace(/\.kql$/, ''), await text)),
  );
  return queries.sort((a, b) => (a.area + a.title < b.area + b.title ? -1 : 1));
});

/** The playbooks that ship with Azimuth, by title; read once. */
export const readPlaybooks = once(async (): Promise<readonly Playbook[]> => {
  const files = await filesIn(PLAYBOOK);
  const playbooks = await Promise.all(
    files.map(async ({ file, text }) =>
      parsePlaybook((file.split('/').at(-1) ?? '').slice(0, -PLAYBOOK.length), await text),
    ),
  );
  return playbooks.sort((a, b) => (a.title < b.title ? -1 : 1));
});

async function filesIn(ending: string): Promise<readonly { file: string; text: Promise<string> }[]> {
  const folder = fileURLToPath(FOLDER);
  return (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFile(join(folder, file), 'utf8') }));
}

/** A failed reading is tried again the next time. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= read().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}
