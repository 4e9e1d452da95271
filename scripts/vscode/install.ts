/**
 * Prepares the VS Code server out of the npm package `code-server` for machines that have no desktop VS Code.
 * The server inside the package is started directly; nothing of the wrapper around it runs.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { MissingTool } from './missing.ts';

const server = {
  name: 'code-server',
  version: '4.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};
/** Built here because they come without binaries; without them the server runs, its log channels stay empty. */
const nativeModules = ['spdlog', 'native-watchdog'];

export interface ServerInstall {
  /** `server-main.js`, run with this process's Node. */
  readonly main: string;
}

function cacheFolder(): string {
  const named = process.env['AZIMUTH_VSCODE_SERVER'];
  return resolve(named === undefined || named === '' ? '.azimuth/vscode-server' : named);
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Where npm itself lies; `npm root -g` would name a folder of the Node that runs this, which has no npm. */
function npmFolder(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const command = join(folder, 'npm');
    if (existsSync(command)) return dirname(dirname(realpathSync(command)));
  }
  throw new Error('npm is not on the PATH');
}

/** Downloads one package as a tarball, checks it against `integrity` where given, and unpacks it to `into`. */
function unpack(spec: string, into: string, integrity?: string): void {
  mkdirSync(into, { recursive: true });
  const [packed] = JSON.parse(npm(['pack', spec, '--json'], into)) as {
    filename: string;
    integrity: string;
  }[];
  if (packed === undefined) throw new Error(`npm pack ${spec} gave nothing`);
  if (integrity !== undefined && packed.integrity !== integrity) {
    throw new Error(`${spec} is not the package that was pinned: its integrity is ${packed.integrity}`);
  }
  execFileSync('tar', ['xzf', packed.filename, '--strip-components=1'], { cwd: into, stdio: 'inherit' });
  rmSync(join(into, packed.filename));
}

function buildNativeModules(modules: string, work: string): void {
  try {
    const headers = join(work, 'node');
    unpack(`node-${process.platform}-${process.arch}@${process.versions.node}`, headers);
    const gyp = join(npmFolder(), 'node_modules/node-gyp/bin/node-gyp.js');
    for (const name of nativeModules) {
      const cwd = join(modules, '@vscode', name);
      execFileSync(process.execPath, [gyp, 'rebuild', `--nodedir=${headers}`], { cwd, stdio: 'ignore' });
    }
  } catch (error) {
    console.error(`VS Code's log channels will stay empty here: ${String(error).split('\n')[0] ?? ''}`);
  }
}

/** The server, installed first when it is not there yet (about a minute, 800 MB). */
export function ensureServer(): ServerInstall {
  const final = join(cacheFolder(), server.version);
  const main = join(final, 'lib/vscode/out/server-main.js');
  if (existsSync(main)) return { main };
  if (process.platform === 'win32') {
    throw new MissingTool(
      'VS Code was not found',
      'install it so that `code` is on the PATH, or set AZIMUTH_VSCODE',
    );
  }
  console.error(`preparing VS Code's server ${server.version} in ${cacheFolder()} (once, about a minute)`);
  const work = `${final}.${process.pid}.tmp`;
  try {
    unpack(`${server.name}@${server.version}`, work, server.integrity);
    const vscode = join(work, 'lib/vscode');
    // `npm ci` refuses this package: its shrinkwrap lacks a dependency.
    npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
    buildNativeModules(join(vscode, 'node_modules'), join(work, 'build'));
    rmSync(join(work, 'build'), { recursive: true, force: true });
    writeFileSync(join(work, 'installed.json'), JSON.stringify({ node: process.version }));
    if (!existsSync(main)) renameSync(work, final);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { main };
}
