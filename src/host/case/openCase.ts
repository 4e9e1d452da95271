import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { CaseSummary } from '../../session/api.ts';
import type { CaseConnection, CaseGateway } from './gateway.ts';

export type CaseState =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly folder: vscode.Uri }
  | { readonly kind: 'open'; readonly folder: vscode.Uri; readonly summary: CaseSummary }
  | { readonly kind: 'failed'; readonly folder: vscode.Uri; readonly error: unknown };

/**
 * The one open case of this window. Opening is refused in an untrusted workspace, and what is asked of a case that
 * is not open fails with `host.no-case`.
 */
export class OpenCase implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<CaseState>();
  private readonly gateway: CaseGateway;
  private readonly log: vscode.LogOutputChannel;
  private connection: CaseConnection | undefined;
  private current: CaseState = { kind: 'none' };
  /** Openings and closings follow one another, so that two never hold one journal. */
  private queue: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.changed.event;

  constructor(gateway: CaseGateway, log: vscode.LogOutputChannel) {
    this.gateway = gateway;
    this.log = log;
  }

  get state(): CaseState {
    return this.current;
  }

  get folder(): vscode.Uri | undefined {
    return this.current.kind === 'none' ? undefined : this.current.folder;
  }

  get summary(): CaseSummary | undefined {
    return this.current.kind === 'open' ? this.current.summary : undefined;
  }

  /** The open case's session; waits for one that is being opened. */
  async session(): Promise<CaseConnection> {
    requireTrust();
    await this.queue.catch(() => undefined);
    if (this.connection && this.current.kind === 'open') return this.connection;
    throw new AzimuthError('host.no-case', 'No case is open.');
  }

  open(folder: vscode.Uri): Promise<void> {
    return this.inTurn(async () => {
      requireTrust();
      if (this.current.kind === 'open' && this.current.folder.fsPath === folder.fsPath) return;
      await this.disconnect();
      this.set({ kind: 'opening', folder });
      try {
        this.connection = await this.gateway.connect(folder.fsPath);
        this.connection.onDidRestart((reason) => this.restarted(reason));
        this.set({ kind: 'open', folder, summary: await this.connection.summary() });
        this.warmUp(this.connection);
      } catch (error) {
        await this.disconnect();
        this.set({ kind: 'failed', folder, error });
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.disconnect();
      this.set({ kind: 'none' });
    });
  }

  /** Reads the summary again after something changed in the case. */
  async refresh(): Promise<void> {
    await this.inTurn(async () => {
      const { connection, current } = this;
      if (connection && current.kind === 'open')
        this.set({ ...current, summary: await connection.summary() });
    });
  }

  dispose(): void {
    void this.disconnect();
    this.changed.dispose();
  }

  /** Loads what the first query would otherwise wait for. */
  private warmUp(connection: CaseConnection): void {
    connection
      .translate({ text: 'print 1' })
      .catch((error: unknown) => this.log.warn(`warming up the engine: ${String(error)}`));
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.queue.then(work, work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async disconnect(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    await connection?.close().catch((error: unknown) => this.log.warn(`closing the case: ${String(error)}`));
  }

  private restarted(reason: string): void {
    this.log.warn(`The case's process was started again: ${reason}`);
    void vscode.window.showWarningMessage(
      `The process that holds the case ended and was started again (${reason}). The case is unharmed; run again what was running.`,
    );
    this.refresh().catch((error: unknown) => this.log.error(`reading the case again: ${String(error)}`));
  }

  private set(state: CaseState): void {
    this.current = state;
    void vscode.commands.executeCommand('setContext', 'azimuth.case', state.kind);
    this.changed.fire(state);
  }
}

export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new AzimuthError(
    'host.untrusted',
    'This workspace is in Restricted Mode, so Azimuth opens no case in it.',
    {
      unharmed: 'nothing was read or run',
      next: ['Trust the workspace to open the case.'],
    },
  );
}
