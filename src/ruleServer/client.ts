import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AzimuthError } from '../base/errors.ts';
import { type CallOptions, isMessage, RpcClient } from '../base/rpc.ts';
import type { RuleCalls, RuleSchema } from './api.ts';

interface Running {
  readonly child: ChildProcess;
  readonly client: RpcClient<RuleCalls>;
}

/** The process for rules; started at the first call, and again at the next one after it died. */
export class RuleServer {
  readonly #module: string;
  #running: Running | undefined;
  /** What the process was last told to go by; one that takes its place is told first. */
  #schema: RuleSchema | null = null;

  constructor(module = fileURLToPath(new URL('./process.ts', import.meta.url))) {
    this.#module = module;
  }

  /** Rejects as the work does, and with `rules.ended` where the process died over it. */
  call<K extends keyof RuleCalls>(
    method: K,
    args: RuleCalls[K]['args'],
    options: CallOptions<RuleCalls[K]['event']> = {},
  ): Promise<RuleCalls[K]['result']> {
    const running = (this.#running ??= this.#started());
    return running.client.call(method, args, options);
  }

  /** What lint and completion go by from now on, in a process that is started later as well; null: the published tables. */
  async useSchema(schema: RuleSchema | null): Promise<void> {
    await this.call('useSchema', [schema]);
    this.#schema = schema;
  }

  dispose(): void {
    this.#running?.child.kill();
    this.#running = undefined;
  }

  #started(): Running {
    const running = this.#start();
    // A failure of it is one of the call that follows.
    if (this.#schema) running.client.call('useSchema', [this.#schema]).catch(() => undefined);
    return running;
  }

  #start(): Running {
    const child = fork(this.#module, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      // In the desktop editor the executable is Electron's.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const client = new RpcClient<RuleCalls>((message) => {
      if (child.connected) child.send(message);
    });
    const running = { child, client };
    const ended = (why: string): void => {
      if (this.#running === running) this.#running = undefined;
      client.failAll(
        new AzimuthError('rules.ended', `The process that works on rules ended (${why})`, {
          unharmed: 'no file was changed',
          next: ['Run it again.'],
        }),
      );
    };
    child.on('message', (message: unknown) => {
      if (isMessage(message)) client.receive(message);
    });
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code ?? 'unknown'}`));
    return running;
  }
}
