/**
 * Files that a module refers to as `new URL('./name', import.meta.url)`: the one way to do so. Sources run
 * unbundled under Node with it; here the reference is kept true in a bundle: a `.ts` file becomes an entry of
 * its own (a worker), anything else (a data file, a folder) is copied below `dist/assets/`.
 */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Entry } from './entries.ts';

const reference = /new URL\(\s*(['"])(\.{1,2}\/[^'"]*)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

export interface NearbyFiles {
  readonly workers: readonly Entry[];
  /** Files and folders to copy, relative to the repository. */
  readonly assets: readonly string[];
}

const slashes = (path: string): string => path.replaceAll('\\', '/');
const workerOutput = (source: string): string =>
  source
    .replace(/^src\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');

/** Where `file`'s reference points, relative to the repository; throws when nothing is there. */
function target(file: string, specifier: string): string {
  const absolute = resolve(dirname(file), specifier);
  if (!existsSync(absolute)) throw new Error(`${file} refers to ${specifier}, which does not exist`);
  return slashes(relative('.', absolute));
}

/** All such references of `src/`; references from tests and scripts are never bundled. */
export function findNearbyFiles(): NearbyFiles {
  const targets = new Set<string>();
  for (const file of globSync('src/**/*.ts')) {
    for (const match of readFileSync(file, 'utf8').matchAll(reference))
      targets.add(target(file, match[2] ?? ''));
  }
  const all = [...targets].sort();
  const isWorker = (path: string): boolean => path.endsWith('.ts') && statSync(path).isFile();
  return {
    workers: all
      .filter(isWorker)
      .map((source) => ({ source, output: workerOutput(source), platform: 'node' as const })),
    assets: all.filter((path) => !isWorker(path)),
  };
}

/** Rewrites the references for bundles and chunks, which all lie directly in `dist/`. */
export function nearbyFilesPlugin(outputs: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'nearby-files',
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return null;
        const contents = text.replace(reference, (_whole, _quote, specifier: string) => {
          const found = target(path, specifier);
          const output = outputs.get(found);
          const copied = posix.join('assets', found) + (specifier.endsWith('/') ? '/' : '');
          return `new URL('./${output === undefined ? copied : `${output}.js`}', import.meta.url)`;
        });
        return { contents, loader: 'ts' };
      });
    },
  };
}
