/**
 * The suite inside VS Code: `node scripts/test/vscodeSuite.ts [--grep TEXT]`. Bundles `test/vscode` for the
 * extension host and runs it through @vscode/test-electron, which starts a desktop VS Code or the server's shim.
 */
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findTestExecutable } from '../vscode/executable.ts';
import { reportFailure } from '../vscode/missing.ts';

const outdir = 'out/vscode-tests';

async function bundleTests(): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: ['test/vscode/harness/index.ts', ...globSync('test/vscode/**/*.test.ts').sort()],
    outdir,
    outbase: 'test/vscode',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', '@duckdb/*', '@kusto/*', 'playwright-core'],
    logLevel: 'warning',
  });
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { grep: { type: 'string' } } });
  await bundleTests();
  // The suite works on a copy: what it opens and changes is thrown away.
  const scratch = mkdtempSync(join(tmpdir(), 'azimuth-test-'));
  const workspace = join(scratch, 'workspace');
  cpSync('test/vscode/harness/workspace', workspace, { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath: findTestExecutable(),
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: resolve(outdir, 'harness/index.js'),
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${join(scratch, 'user')}`],
      extensionTestsEnv: { AZIMUTH_TEST_GREP: values.grep },
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

try {
  await run();
} catch (error) {
  // The tests have told what failed.
  if (error instanceof TestRunFailedError) process.exitCode = 1;
  else reportFailure(error);
}
