import type { Terminal } from './command.ts';

/** The terminal of this process; the first Ctrl+C cancels what runs, the second ends the process. */
export function processTerminal(): Terminal {
  const cancel = new AbortController();
  process.once('SIGINT', () => {
    cancel.abort();
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `azimuth … | head`: the reader has seen enough.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) =>
      new Promise((resolve) => {
        if (process.stdout.write(text)) resolve();
        else process.stdout.once('drain', resolve);
      }),
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    interactive: process.stderr.isTTY,
    cwd: askedFrom(),
    signal: cancel.signal,
  };
}

/** The folder that paths are named from: where `npm run` was called, which itself goes to the folder of the package. */
function askedFrom(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'azimuth' && folder !== undefined ? folder : process.cwd();
}
