/** Whether `dist/` is of the sources as they are: a digest over the names, sizes and times of what goes in. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';

const inputs = ['package-lock.json', '{src,webviews,queries,scripts/build}/**/*'];

export function sourceStamp(): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((pattern) => globSync(pattern)).sort()) {
    const { size, mtimeMs, isFile } = describe(file);
    if (isFile) hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function describe(file: string): { size: number; mtimeMs: number; isFile: boolean } {
  const stat = statSync(file);
  return { size: stat.size, mtimeMs: stat.mtimeMs, isFile: stat.isFile() };
}

/** The stamp of the last successful build; undefined when there is none. */
export function builtStamp(): string | undefined {
  try {
    const built: unknown = JSON.parse(readFileSync('dist/build.json', 'utf8'));
    return typeof built === 'object' && built !== null && 'stamp' in built ? String(built.stamp) : undefined;
  } catch {
    return undefined;
  }
}
