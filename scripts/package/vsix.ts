/** Makes the VSIX for this machine's platform (DuckDB's library is native) and says what is in it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import yauzl from 'yauzl';

export interface VsixEntry {
  readonly path: string;
  readonly bytes: number;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** VS Code's name for a platform, for example `linux-x64`. */
function targetPlatform(): string {
  return `${existsSync('/etc/alpine-release') ? 'alpine' : process.platform}-${process.arch}`;
}

/** Packages what `dist/` holds; returns the VSIX's path. */
export function makeVsix(): string {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const file = resolve('out', `${name}-${targetPlatform()}-${version}.vsix`);
  mkdirSync(dirname(file), { recursive: true });
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const vsce = resolve('node_modules/@vscode/vsce/vsce');
  execFileSync(process.execPath, [vsce, 'package', '--target', targetPlatform(), '--out', file, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return file;
}

/** The files in a VSIX, without the folder that VS Code takes off. */
export function listVsix(file: string): Promise<VsixEntry[]> {
  return new Promise((done, fail) => {
    yauzl.open(file, { lazyEntries: false }, (error, zip) => {
      if (error !== null) {
        fail(error);
        return;
      }
      const entries: VsixEntry[] = [];
      zip.on('entry', ({ fileName, uncompressedSize }: yauzl.Entry) => {
        entries.push({ path: fileName.replace(/^extension\//, ''), bytes: uncompressedSize });
      });
      zip.once('error', fail);
      zip.once('end', () => done(entries));
    });
  });
}
