import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AzimuthError } from '../base/errors.ts';
import { fromWireError, isMessage, RpcClient, type WireError } from '../base/rpc.ts';
import type { CaseSession } from './api.ts';
import { type SessionCalls, sessionProxy } from './calls.ts';
import { Cancels } from './cancels.ts';

export interface ConnectOptions {
  /** The program of the child process; the one beside this module unless given. */
  readonly module?: string;
  /** How long what was cancelled may go on before its process is ended; 10 seconds unless given. */
  readonly cancelPatienceMs?: number;
}

export interface SessionConnection extends CaseSession {
  /** Called when the process died and another one has the case open again, with what happened. */
  onDidRestart(listener: (reason: string) => void): { dispose(): void };
  /** Of the process that has the case open now. */
  readonly pid: number | undefined;
}

/** So many ends within so long, and it is not started again: something kills it each time. */
const MAX_ENDS = 5;
const ENDS_WINDOW_MS = 60_000;
const CLOSE_PATIENCE_MS = 5_000;
const CANCEL_PATIENCE_MS = 10_000;
const STDERR_KEPT = 4_000;

/** Opens a case in a child process of its own. Rejects as opening the case does. */
export async function connectSession(
  folder: string,
  options: ConnectOptions = {},
): Promise<SessionConnection> {
  const host = new SessionHost(
    folder,
    options.module ?? fileURLToPath(new URL('./process.ts', import.meta.url)),
    options.cancelPatienceMs ?? CANCEL_PATIENCE_MS,
  );
  await host.start();
  const proxy = sessionProxy(() => host.client());
  return {
    ...proxy,
    close: () => host.close(),
    onDidRestart: (listener) => host.onDidRestart(listener),
    get pid() {
      return host.pid;
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly client: RpcClient<SessionCalls>;
}

class SessionHost {
  readonly #folder: string;
  readonly #module: string;
  readonly #cancelPatienceMs: number;
  readonly #listeners = new Set<(reason: string) => void>();
  #running: Promise<Running>;
  #pid: number | undefined;
  #closing = false;
  #ends: number[] = [];
  /** The process that was ended because something in it could not be cancelled. */
  #deaf: ChildProcess | undefined;

  constructor(folder: string, module: string, cancelPatienceMs: number) {
    this.#folder = folder;
    this.#module = module;
    this.#cancelPatienceMs = cancelPatienceMs;
    this.#running = Promise.reject(new Error('not started'));
    this.#running.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  async start(): Promise<void> {
    this.#running = this.#fork();
    await this.#running;
  }

  async client(): Promise<RpcClient<SessionCalls>> {
    if (this.#closing)
      throw new AzimuthError('session.closed', 'The case was closed', {
        next: ['Open the case again.'],
      });
    return (await this.#running).client;
  }

  onDidRestart(listener: (reason: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const running = await this.#running.catch(() => undefined);
    if (!running || running.child.exitCode !== null || running.child.signalCode !== null) return;
    const exited = once(running.child, 'exit');
    const kill = setTimeout(() => running.child.kill('SIGKILL'), CLOSE_PATIENCE_MS);
    try {
      await running.client.call('close', []);
    } finally {
      if (running.child.connected) running.child.disconnect();
      await exited;
      clearTimeout(kill);
    }
  }

  async #fork(): Promise<Running> {
    const child = fork(this.#module, [this.#folder], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      // In the desktop editor the executable is Electron's.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    this.#pid = child.pid;
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT);
    });
    const cancels = new Cancels(this.#cancelPatienceMs, () => {
      this.#deaf = child;
      child.kill('SIGKILL');
    });
    const client = new RpcClient<SessionCalls>((message) => {
      cancels.sent(message);
      if (child.connected) child.send(message);
    });
    await new Promise<void>((resolve, reject) => {
      let opened = false;
      child.on('message', (message: { kind: string; error?: WireError }) => {
        if (isMessage(message)) {
          cancels.received(message);
          client.receive(message);
        } else if (message.kind === 'open') {
          opened = true;
          resolve();
        } else if (message.error) reject(fromWireError(message.error));
      });
      child.once('error', reject);
      // `close`, not `exit`: what it said on stderr is complete by then.
      child.once('close', (code, signal) => {
        cancels.clear();
        const error = child === this.#deaf ? deafError() : crashError(code, signal, stderr);
        client.failAll(error);
        if (opened) this.#ended(error.message);
        else reject(error);
      });
    });
    return { child, client };
  }

  #ended(reason: string): void {
    if (this.#closing) return;
    const now = Date.now();
    this.#ends = [...this.#ends.filter((at) => now - at < ENDS_WINDOW_MS), now];
    if (this.#ends.length >= MAX_ENDS) {
      this.#running = Promise.reject(
        new AzimuthError(
          'session.keeps-ending',
          `${reason}, for the ${this.#ends.length}th time in a minute`,
          {
            unharmed: 'what was written to the case is intact',
            next: ['Close the case and open it again.', 'Look at the log for the cause.'],
          },
        ),
      );
    } else this.#running = this.#fork();
    this.#running.then(
      () => {
        for (const listener of this.#listeners) listener(reason);
      },
      () => undefined,
    );
  }
}

function crashError(code: number | null, signal: string | null, stderr: string): AzimuthError {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const lastLine = stderr
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '');
  return new AzimuthError(
    'session.ended',
    `The process that has the case open ended (${how})${lastLine === undefined ? '' : `: ${lastLine}`}`,
    { unharmed: 'what was written to the case is intact', next: ['Run it again.'] },
  );
}

function deafError(): AzimuthError {
  return new AzimuthError(
    'session.deaf',
    'What was cancelled could not be interrupted, so the process that has the case open was ended and started again',
    { unharmed: 'what was written to the case is intact', next: ['Run what else was running again.'] },
  );
}
