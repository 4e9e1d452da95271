/** `npm start`, as a process that was started and can be interrupted. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Started {
  /** Where it said that Azimuth is open. */
  readonly address: string;
  /** Interrupts it as Ctrl+C does; resolves with its exit code and all that it printed. */
  interrupt(): Promise<{ readonly code: number | null; readonly printed: string }>;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done(child.exitCode);
    else child.once('exit', (code) => done(code));
  });
}

/** Starts Azimuth in the VS Code server, whether or not there is a desktop VS Code. */
export async function startAzimuth(): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/start.ts', '--server'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const address = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(printed)?.[0];
      if (found !== undefined) done(found);
    });
    child.once('exit', (code) =>
      fail(new Error(`npm start ended with exit code ${String(code)}:\n${printed}`)),
    );
  });
  return {
    address,
    interrupt: async () => {
      child.kill('SIGINT');
      return { code: await ended(child), printed };
    },
  };
}
