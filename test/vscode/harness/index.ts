/** What VS Code calls in its extension host: runs every test bundle beside this one. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMocha } from '../../../scripts/test/mocha.ts';

/** Resolves when all tests passed; rejects otherwise, which VS Code turns into its exit code. */
export async function run(): Promise<void> {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const files = globSync('**/*.test.js', { cwd: folder }).sort();
  const grep = process.env['AZIMUTH_TEST_GREP'];
  const tally = await runMocha(
    files.map((file) => join(folder, file)),
    { grep: grep === '' ? undefined : grep, timeout: 30_000 },
  );
  if (tally.failed > 0) throw new Error(`${tally.failed} tests failed in VS Code`);
}
