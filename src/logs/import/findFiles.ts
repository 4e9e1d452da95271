import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import { matching } from '../../base/globs.ts';

/** State and reports that collection tools leave beside what they collected. */
const IGNORED = /(^|[\\/])(\.[^\\/]*|_no_results\.json|.*\.bounds|Thumbs\.db|desktop\.ini)$/i;
/** What makes a folder a case: its journals and tables are no logs, and its originals are imported already. */
const CASE_FILE = 'case.yaml';
const A_CASE = 'It is a case. To import its originals into another one, name its folder evidence.';
const IS_GLOB = /[*?[\]{}]/;

export interface FoundFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Why it cannot be read, where that is known already. */
  readonly problem?: string;
}

/**
 * Files, the files of folders at any depth, and what globs match, each once, in a stable order. Links are not followed,
 * and folders that are cases are named with that as their problem.
 */
export async function findFiles(
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const path of paths) {
    const stat = await lstat(path).catch(() => undefined);
    if (stat) await collect(path, found, true, signal);
    else {
      const matches = IS_GLOB.test(path) ? await matching(path, process.cwd()) : [];
      if (matches.length === 0) throw nothingAt(path);
      for (const match of matches) await collect(match, found, false, signal);
    }
  }
  return [...found.values()];
}

/** What the system says of a file or folder that it does not let us read. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const reason =
    code === 'EACCES' || code === 'EPERM'
      ? 'you may not read it'
      : code === 'ENOENT'
        ? 'it is gone'
        : `the system says ${code}`;
  return `It could not be read: ${reason}.`;
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
    const entries = await readdir(path).catch((error: unknown): string[] => {
      found.set(path, { path, size: 0, problem: unreadable(error) });
      return [];
    });
    if (entries.includes(CASE_FILE)) {
      found.set(path, { path, size: 0, problem: A_CASE });
      return;
    }
    for (const entry of entries.sort()) await collect(join(path, entry), found, false, signal);
  } else if (stat.isFile() && (named || !IGNORED.test(path))) found.set(path, { path, size: stat.size });
}
