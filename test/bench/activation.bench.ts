/** What activation costs: time to load and run `activate`, and the size of the files that it loads. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';

const rounds = 15;
/** VS Code starts slowly for everyone where one extension takes longer. */
const limit = { milliseconds: 100, kilobytes: 512 };
const bundle = pathToFileURL('dist/extension.js').href;

interface Round {
  readonly load: number;
  readonly activate: number;
  readonly bytes: number;
  readonly files: number;
}

/** Stands for the `vscode` module: each name that the bundles use can be read, called, constructed and extended. */
function vscodeModule(): string {
  const code = globSync('dist/*.js').map((file) => readFileSync(file, 'utf8'));
  const used = code.flatMap((text) =>
    [...text.matchAll(/\bvscode\d*\.([A-Za-z]+)/g)].map((match) => match[1] ?? ''),
  );
  return `
    const make = () => new Proxy(function () {}, {
      get: (target, key) => key === 'prototype' ? target.prototype : key === Symbol.toPrimitive ? () => 0
        : key === 'then' ? undefined : key === Symbol.iterator ? () => [][Symbol.iterator]() : make(),
      set: () => true,
      apply: () => make(),
      construct: () => make(),
    });
    ${[...new Set(used)].map((name) => `export const ${name} = make();`).join('\n')}
  `;
}

async function measureOnce(): Promise<Round> {
  const loaded: string[] = [];
  const source = vscodeModule();
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: 'vscode:module', format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) => {
      if (url === 'vscode:module') return { format: 'module', source, shortCircuit: true };
      if (url.startsWith('file:')) loaded.push(fileURLToPath(url));
      return next(url, context);
    },
  });
  const start = performance.now();
  const extension = (await import(bundle)) as { activate: (context: unknown) => unknown };
  const imported = performance.now();
  const state = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] };
  const uri = { fsPath: process.cwd(), path: process.cwd(), scheme: 'file' };
  await extension.activate({
    subscriptions: [],
    extensionPath: process.cwd(),
    extensionUri: uri,
    globalStorageUri: uri,
    storageUri: uri,
    logUri: uri,
    extension: { packageJSON: {} },
    globalState: state,
    workspaceState: state,
    asAbsolutePath: (path: string) => path,
  });
  const activated = performance.now();
  return {
    load: imported - start,
    activate: activated - imported,
    bytes: loaded.reduce((sum, file) => sum + statSync(file).size, 0),
    files: loaded.length,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

if (process.argv[2] === 'once') {
  console.log(JSON.stringify(await measureOnce()));
} else {
  if (!existsSync('dist/extension.js')) throw new Error('dist/extension.js is missing: run npm run build');
  const self = fileURLToPath(import.meta.url);
  const options: ExecFileSyncOptionsWithStringEncoding = {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  };
  const measured = Array.from({ length: rounds }, (): Round => {
    return JSON.parse(execFileSync(process.execPath, [self, 'once'], options)) as Round;
  });
  const load = median(measured.map((round) => round.load));
  const activate = median(measured.map((round) => round.activate));
  const kilobytes = (measured[0]?.bytes ?? 0) / 1024;
  console.log(`load      ${load.toFixed(1)} ms (median of ${rounds} fresh processes)`);
  console.log(`activate  ${activate.toFixed(1)} ms`);
  console.log(`loads     ${measured[0]?.files ?? 0} files, ${kilobytes.toFixed(0)} KiB`);
  process.exitCode = load + activate < limit.milliseconds && kilobytes < limit.kilobytes ? 0 : 1;
}
