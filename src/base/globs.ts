import { resolve } from 'node:path';
import { glob } from 'tinyglobby';

/** Files and folders that a glob matches, absolute and sorted; links are not followed, hidden names not matched. */
export async function matching(pattern: string, cwd: string): Promise<readonly string[]> {
  const found = await glob(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern, {
    cwd,
    onlyFiles: false,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  return found.map((path) => resolve(cwd, path)).sort();
}
