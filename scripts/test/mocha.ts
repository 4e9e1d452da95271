/** Mocha as both kinds of suite run it: under Node, and inside VS Code's extension host. */
import Mocha from 'mocha';
import { type Tally, writeTally } from './tally.ts';

export interface MochaOptions {
  readonly grep?: string | undefined;
  /** Milliseconds for one test that sets no limit of its own. */
  readonly timeout: number;
}

/** Loads and runs test files, writes the tally, and resolves with it. */
export async function runMocha(files: readonly string[], { grep, timeout }: MochaOptions): Promise<Tally> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout,
    slow: timeout / 4,
    forbidOnly: true,
    color: false,
  });
  if (grep !== undefined) mocha.grep(new RegExp(grep));
  files.forEach((file) => mocha.addFile(file));
  await mocha.loadFilesAsync();
  const tally = await new Promise<Tally>((done) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      done({ passed: passes, failed: failures, skipped: pending });
    });
  });
  writeTally(tally);
  return tally;
}
