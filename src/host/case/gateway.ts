import type { CaseSession } from '../../session/api.ts';

/** A session in its own process, which may have to be started again under us. */
export type CaseConnection = CaseSession & {
  /** Called after the process died and a new one took over, with what happened. */
  onDidRestart(listener: (reason: string) => void): { dispose(): void };
};

/** How cases come to be and are opened; the composition root says by what. Folders are absolute paths. */
export interface CaseGateway {
  connect(folder: string): Promise<CaseConnection>;
  create(folder: string, title: string): Promise<void>;
  createSample(folder: string, onStep: (step: string) => void, signal: AbortSignal): Promise<void>;
}
