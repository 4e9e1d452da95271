import { glob, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';

/** State and reports that collection tools leave beside what they collected. */
const IGNORED = /(^|[\\/])(\.[^\\/]*|_no_results\.json|.*\.bounds|Thumbs\.db|desktop\.ini)$/i;
const IS_GLOB = /[*?[\]{}]/;

export interface FoundFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** Files, the files of folders at any depth, and what globs match, each once, in a stable order. Links are not followed. */
export async function findFiles(
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    const before = found.size;
    const stat = await lstat(path).catch(() => undefined);
    if (stat) await collect(path, found, true, signal);
    else if (IS_GLOB.test(path))
      for (const match of await matches(path)) await collect(match, found, false, signal);
    else throw nothingAt(path);
    if (found.size === before && !stat) throw nothingAt(path);
  }
  return [...found.values()];
}

async function matches(pattern: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern)) paths.push(path);
  return paths.sort();
}

function nothingAt(path: string): AzimuthError {
  return new AzimuthError('import.no-such-file', `There is nothing to import at ${path}.`, {
    unharmed: 'the case is unchanged',
    next: ['Check the path; a glob must match at least one file.'],
  });
}

async function collect(
  path: string,
  found: Map<string, FoundFile>,
  named: boolean,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const stat = await lstat(path);
  if (stat.isDirectory()) {
    const entries = await readdir(path);
    for (const entry of entries.sort()) await collect(join(path, entry), found, false, signal);
  } else if (stat.isFile() && (named || !IGNORED.test(path))) found.set(path, { path, size: stat.size });
}
