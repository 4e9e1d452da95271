/** `npm run build [-- --if-stale] [--watch] [--quiet]`: bundles everything into `dist/`. */
import { existsSync, watch } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BuildResult, buildAll } from './build/bundle.ts';
import { withBuildLock } from './build/lock.ts';
import { builtStamp, sourceStamp } from './build/stamp.ts';

interface Options {
  readonly ifStale: boolean;
  readonly quiet: boolean;
}

function describe({ outputs, packages }: BuildResult, elapsed: number): string {
  const kilobytes = Math.round(outputs.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
  return `built ${outputs.length} files (${kilobytes} KiB) and ${packages.length} packages in ${elapsed} ms`;
}

/** Builds into `dist/`; with `ifStale` only when the sources changed since the last build. */
export async function runBuild({ ifStale, quiet }: Options): Promise<void> {
  const isFresh = (): boolean => ifStale && builtStamp() === sourceStamp();
  if (isFresh()) return;
  await withBuildLock(async () => {
    if (isFresh()) return;
    const started = Date.now();
    const result = await buildAll(sourceStamp());
    if (!quiet) console.log(describe(result, Date.now() - started));
  });
}

function report(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
}

async function watchAndBuild(): Promise<void> {
  await runBuild({ ifStale: true, quiet: false }).catch(report);
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void runBuild({ ifStale: true, quiet: false }).catch(report), 100);
  };
  for (const folder of ['src', 'webviews', 'queries'].filter((f) => existsSync(f))) {
    watch(folder, { recursive: true }, again);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      'if-stale': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  try {
    await (values.watch ? watchAndBuild() : runBuild({ ifStale: values['if-stale'], quiet: values.quiet }));
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}
