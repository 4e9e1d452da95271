/** One running VS Code server with folders of its own, for tests and for `npm start` without a desktop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureServer } from './install.ts';
import { whenLeaving } from './leave.ts';

export interface ServerOptions {
  /** `development` loads extensions named in the address and trusts every folder: tests only. */
  readonly mode: 'development' | 'installed';
  /** In `installed` mode: the checkout (linked) and VSIX files to install. */
  readonly extensions?: readonly string[];
  /** Folder to keep user data in; a temporary one, removed at the end, when absent. */
  readonly dataFolder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Server {
  /** `127.0.0.1:port` */
  readonly authority: string;
  /** Folder with the server's log, user data and extensions. */
  readonly folder: string;
  /** The workbench's address for a folder, with the connection token where the server has one. */
  address(folder: string | undefined, payload?: readonly (readonly [string, string])[]): string;
  /** A file or folder of this machine as the workbench names it. */
  uri(path: string): string;
  /** Ends the server and its children; throws nothing. */
  stop(): Promise<void>;
}

const quiet = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'always',
  // The web workbench saves by itself unless told otherwise, which would rewrite notebooks under test.
  'files.autoSave': 'off',
};

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no port was given'));
        else done(address.port);
      });
    });
  });
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function waitUntil(isDone: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await isDone()) return true;
    await sleep(50);
  }
  return false;
}

async function answers(authority: string): Promise<boolean> {
  try {
    return (await fetch(`http://${authority}/version`)).ok;
  } catch {
    return false;
  }
}

/** Extensions are linked into the folder that the server scans, or installed from a VSIX by the server itself. */
async function installExtensions(main: string, folder: string, extensions: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const extension of extensions) {
    if (!extension.endsWith('.vsix')) {
      symlinkSync(resolve(extension), join(folder, 'azimuth-checkout'), 'dir');
      continue;
    }
    const args = [
      main,
      '--accept-server-license-terms',
      '--extensions-dir',
      folder,
      '--install-extension',
      extension,
    ];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, EXTENSIONS_GALLERY: '{}', HOME: join(folder, '..', 'home') },
    });
    const code = await new Promise<number | null>((done) => child.once('exit', done));
    if (code !== 0) throw new Error(`the VS Code server did not install ${extension} (exit code ${code})`);
  }
}

/** Starts a server on a free port of 127.0.0.1 and resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { main } = ensureServer();
  const isTemporary = options.dataFolder === undefined;
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'azimuth-vscode-'));
  const inside = (name: string): string => join(folder, name);
  for (const name of ['user/User', 'user/Machine', 'home', 'tmp'])
    mkdirSync(inside(name), { recursive: true });
  const isDevelopment = options.mode === 'development';
  const settings = {
    ...quiet,
    ...(isDevelopment ? { 'security.workspace.trust.enabled': false } : {}),
    ...options.settings,
  };
  writeFileSync(inside('user/User/settings.json'), JSON.stringify(settings, null, 1));
  // Settings of the machine's scope are not read from a person's own.
  writeFileSync(inside('user/Machine/settings.json'), JSON.stringify(options.settings ?? {}, null, 1));
  if (options.extensions !== undefined) {
    rmSync(inside('extensions'), { recursive: true, force: true });
    await installExtensions(main, inside('extensions'), options.extensions);
  }

  const token = isDevelopment ? undefined : randomBytes(24).toString('hex');
  if (token !== undefined) writeFileSync(inside('token'), token, { mode: 0o600 });
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const args = [
    ...[main, '--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
    ...['--server-data-dir', inside('server'), '--user-data-dir', inside('user')],
    ...['--extensions-dir', inside('extensions'), '--disable-telemetry', '--disable-experiments'],
    ...(token === undefined
      ? ['--without-connection-token', '--disable-workspace-trust', '--enable-smoke-test-driver']
      : ['--connection-token-file', inside('token')]),
  ];
  const log = openSync(inside('server.log'), 'w');
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', log, log],
    detached: true,
    env: {
      ...process.env,
      EXTENSIONS_GALLERY: '{}',
      HOME: inside('home'),
      TMPDIR: inside('tmp'),
      ...options.env,
    },
  });

  const stays = whenLeaving(() => endGroup(child, 'SIGKILL'));
  const stop = async (): Promise<void> => {
    endGroup(child, 'SIGTERM');
    if (!(await waitUntil(() => hasEnded(child), 5000))) endGroup(child, 'SIGKILL');
    stays();
    if (isTemporary) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const isUp = await waitUntil(async () => hasEnded(child) || (await answers(authority)), 30_000);
  if (!isUp || hasEnded(child)) {
    const said = readFileSync(inside('server.log'), 'utf8').trim();
    await stop();
    throw new Error(`the VS Code server did not start:\n${said}`);
  }
  return {
    authority,
    folder,
    stop,
    uri: (path) => `vscode-remote://${authority}${resolve(path)}`,
    address: (opened, payload = []) => {
      const url = new URL(`http://${authority}/`);
      if (token !== undefined) url.searchParams.set('tkn', token);
      if (opened !== undefined) url.searchParams.set('folder', resolve(opened));
      if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
  };
}
