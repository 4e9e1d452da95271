/** Opens a folder in the desktop VS Code, with this checkout as an extension that is being developed. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { programOf } from './executable.ts';
import { MissingTool } from './missing.ts';

/** How long a VS Code that cannot open is given to say so. */
const FAILS_WITHIN_MS = 5_000;

/** What is started: on Windows not the `.cmd`, whose shell would take paths apart at their blanks. */
function startable(command: string): string {
  if (process.platform !== 'win32') return command;
  const program = programOf(command);
  if (program === undefined)
    throw new MissingTool(`${command} is not beside a VS Code`, 'install VS Code, or set AZIMUTH_VSCODE');
  return program;
}

/** Resolves once the `code` command has handed over, or the VS Code that it is has run for a moment. */
export async function openDesktop(command: string, folder: string): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${resolve('.')}`, resolve(folder)];
  const child = spawn(startable(command), args, { stdio: 'ignore', detached: true });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('exit', done);
    setTimeout(done, FAILS_WITHIN_MS, 0).unref();
  });
  if (code !== 0)
    throw new MissingTool(
      `${command} ended with exit code ${String(code)}`,
      'see what it says when you start it yourself, or use npm start -- --server',
    );
  child.unref();
}
