import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AzimuthError } from '../base/errors.ts';
import type { CaseGateway } from '../host/case/gateway.ts';

/** The command line's own program, so that the editor makes cases exactly as it does. */
const CLI = new URL('../cli/main.ts', import.meta.url);

export const caseGateway: CaseGateway = {
  connect: async (folder) => (await import('../session/client.ts')).connectSession(folder),
  create: (folder, title) => azimuth(['init', folder, '--title', title], new AbortController().signal),
  createSample: (folder, onStep, signal) => azimuth(['sample', '--out', folder], signal, onStep),
};

/** Runs a command of ours; what it notes on its way goes to `onStep`. */
async function azimuth(
  args: readonly string[],
  signal: AbortSignal,
  onStep?: (step: string) => void,
): Promise<void> {
  const child = fork(fileURLToPath(CLI), args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    signal,
    // In the desktop editor the executable is Electron's.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    onStep?.(said.trimEnd().split('\n').at(-1) ?? '');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new AzimuthError(
      'host.case-not-made',
      `The case was not made: ${failureOf(said) || `exit code ${code ?? 'unknown'}`}`,
      {
        unharmed: 'no other case was touched',
      },
    );
}

/** What it said last: the steps before it are no part of the failure. */
function failureOf(said: string): string {
  const at = said.lastIndexOf('azimuth: ');
  return (at < 0 ? said : said.slice(at + 'azimuth: '.length)).trim().replace(/\s*\n\s*/g, ' ');
}
