import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

describe('npm start where there is a desktop VS Code', function () {
  this.timeout(120_000);
  if (process.platform === 'win32') return;
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'azimuth desktop '));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A `code` that writes down what it is given. */
  const start = (exitCode: number): SpawnSyncReturns<string> => {
    const code = join(folder, 'code');
    writeFileSync(code, `#!/bin/sh\nprintf '%s\\n' "$@" >"${folder}/given"\nexit ${exitCode}\n`);
    chmodSync(code, 0o755);
    return spawnSync(process.execPath, ['scripts/start.ts', '--folder', join(folder, 'my case')], {
      encoding: 'utf8',
      env: { ...process.env, AZIMUTH_VSCODE: code },
    });
  };

  it('hands it the folder and this checkout', () => {
    mkdirSync(join(folder, 'my case'));
    const { status, stdout } = start(0);
    assert.equal(status, 0);
    assert.match(stdout, /opened .*my case in VS Code/);
    assert.deepEqual(readFileSync(join(folder, 'given'), 'utf8').trim().split('\n'), [
      '--new-window',
      `--extensionDevelopmentPath=${resolve('.')}`,
      join(folder, 'my case'),
    ]);
  });

  it('says so when it does not open', () => {
    const { status, stdout, stderr } = start(3);
    assert.equal(status, 1);
    assert.doesNotMatch(stdout, /opened/);
    assert.match(stderr, /ended with exit code 3/);
  });
});
