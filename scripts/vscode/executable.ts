/** The VS Code that tests and `npm start` use: a desktop one where there is one, else the server's shim. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { MissingTool } from './missing.ts';

/** `code` (or an absolute `AZIMUTH_VSCODE`) as found on the PATH; undefined when there is none. */
export function findCodeCommand(): string | undefined {
  const named = process.env['AZIMUTH_VSCODE'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new MissingTool(`AZIMUTH_VSCODE names ${named}, which does not exist`, 'correct it or unset it');
  }
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** The program behind the `code` command, which tests must start themselves to learn its exit code. */
export function programOf(command: string): string | undefined {
  const real = realpathSync(command);
  const near = {
    win32: ['../../Code.exe', '../../Code - Insiders.exe'],
    darwin: ['../../../../MacOS/Electron', '../../../../MacOS/Code'],
    linux: ['../../code', '../../code-insiders'],
  }[process.platform as string];
  return near?.map((path) => resolve(real, path)).find((path) => existsSync(path));
}

function hasScreen(): boolean {
  if (process.platform !== 'linux') return true;
  return (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** What `runTests` of @vscode/test-electron starts: a desktop VS Code that can show a window, else the shim. */
export function findTestExecutable(): string {
  const command = hasScreen() ? findCodeCommand() : undefined;
  const program = command === undefined ? undefined : programOf(command);
  return program ?? resolve('scripts/vscode/shim.ts');
}
