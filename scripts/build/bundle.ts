/** The bundles themselves: what esbuild is told, and where its output and the files beside it go. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { discoverEntries, type Entry } from './entries.ts';
import { findNearbyFiles, nearbyFilesPlugin } from './nearby.ts';
import { thirdPartyNotices } from './notices.ts';
import { placeRuntimePackages, unbundledPatterns } from './runtimePackages.ts';

export interface BuildResult {
  readonly outputs: readonly { readonly path: string; readonly bytes: number }[];
  readonly packages: readonly string[];
}

/** CommonJS dependencies inside an ESM bundle still call `require`. */
const requireBanner =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";

const common = {
  bundle: true,
  format: 'esm',
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'silent',
  charset: 'utf8',
  loader: { '.ttf': 'file', '.svg': 'dataurl', '.css': 'css', '.yaml': 'text', '.kql': 'text' },
} satisfies BuildOptions;

const entryPoints = (entries: readonly Entry[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ output, source }) => [output, source]));

/** Node code: extension host, session process, CLI, workers. Shared and lazily imported code is in chunks. */
function buildNode(entries: readonly Entry[], outdir: string): ReturnType<typeof build> {
  return build({
    ...common,
    entryPoints: entryPoints(entries),
    outdir,
    platform: 'node',
    target: 'node20',
    splitting: true,
    chunkNames: '[name]-[hash]',
    external: ['vscode', ...unbundledPatterns],
    banner: { js: requireBanner },
    plugins: [nearbyFilesPlugin(new Map(entries.map(({ source, output }) => [source, output])))],
  });
}

/** Webviews and the notebook renderer: one self-contained script each, and a style sheet where it imports one. */
function buildBrowser(entries: readonly Entry[], outdir: string): ReturnType<typeof build> {
  return build({
    ...common,
    entryPoints: entryPoints(entries),
    outdir,
    platform: 'browser',
    target: 'chrome130',
    minify: true,
    assetNames: 'webviews/[name]-[hash]',
  });
}

function bundledPackages(metafile: Metafile): string[] {
  const packageOf = (file: string): string[] => {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
    return name === undefined ? [] : [name];
  };
  return Object.keys(metafile.inputs).flatMap(packageOf);
}

function copyAssets(assets: readonly string[], into: string): void {
  for (const asset of assets) {
    const to = join(into, 'assets', asset);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(asset, to, { recursive: true });
  }
}

/** Builds everything into `dist/`, which is replaced only when all of it succeeded. */
export async function buildAll(stamp: string): Promise<BuildResult> {
  const fresh = `dist.${process.pid}.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  try {
    const entries = discoverEntries();
    const { workers, assets } = findNearbyFiles();
    const programs = entries.filter((e) => e.platform === 'node');
    const isProgram = (source: string): boolean => programs.some((program) => program.source === source);
    const node = [...programs, ...workers.filter(({ source }) => !isProgram(source))];
    const browser = entries.filter((e) => e.platform === 'browser');
    const results = await Promise.all([buildNode(node, fresh), buildBrowser(browser, fresh)]);
    const metafiles = results.flatMap(({ metafile }) => (metafile === undefined ? [] : [metafile]));
    copyAssets(assets, fresh);
    const packages = placeRuntimePackages(fresh);
    const outputs = metafiles
      .flatMap(({ outputs }) => Object.entries(outputs))
      .map(([path, { bytes }]) => ({ path: path.slice(fresh.length + 1), bytes }))
      .filter(({ path }) => !path.endsWith('.map'));
    const shipped = [...new Set([...metafiles.flatMap(bundledPackages), ...packages])].sort();
    writeFileSync(join(fresh, 'ThirdPartyNotices.txt'), thirdPartyNotices(shipped));
    writeFileSync(join(fresh, 'build.json'), JSON.stringify({ stamp, outputs, packages, shipped }, null, 1));
    replaceFolder(fresh, 'dist');
    return { outputs, packages };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function replaceFolder(fresh: string, final: string): void {
  const old = `${final}.${process.pid}.old`;
  if (existsSync(final)) renameSync(final, old);
  renameSync(fresh, final);
  rmSync(old, { recursive: true, force: true });
}
