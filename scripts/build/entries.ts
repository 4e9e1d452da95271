/** What is bundled: the folders decide. An entry that is not there is not built. */
import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface Entry {
  /** Source file, relative to the repository, forward slashes. */
  readonly source: string;
  /** Bundle's path under `dist/`, without extension. */
  readonly output: string;
  readonly platform: 'node' | 'browser';
}

const list = (pattern: string): string[] =>
  globSync(pattern)
    .map((f) => f.replaceAll('\\', '/'))
    .sort();
const folder = (file: string): string => basename(dirname(file));

/** `src/extension.ts`, programs (`src/X/main.ts`, `src/X/process.ts` → `X.js`) and webviews (`webviews/X/main.ts`). */
export function discoverEntries(): Entry[] {
  const programs = [...list('src/*/main.ts'), ...list('src/*/process.ts')];
  const entries: Entry[] = [
    ...list('src/extension.ts').map((source) => ({ source, output: 'extension', platform: 'node' as const })),
    ...programs.map((source) => ({ source, output: folder(source), platform: 'node' as const })),
    ...list('webviews/*/main.ts').map((source) => ({
      source,
      output: `webviews/${folder(source)}`,
      platform: 'browser' as const,
    })),
  ];
  const taken = new Map<string, string>();
  for (const { source, output } of entries) {
    const other = taken.get(output);
    if (other !== undefined)
      throw new Error(`${source} and ${other} would both be built as dist/${output}.js`);
    taken.set(output, source);
  }
  return entries;
}
