/**
 * `npm run bench` and `npm run soak` (`-- [NAME…]`): run the programs of a folder one after the other, each in a
 * process of its own, those whose name contains a NAME. Numbers and their limits are the programs' own.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runBuild } from './build.ts';

const [kind, ...names] = parseArgs({ allowPositionals: true }).positionals;
const pattern = { bench: 'test/bench/**/*.bench.ts', soak: 'test/soak/**/*.soak.ts' }[kind ?? ''];
if (pattern === undefined) throw new Error('say which programs: bench or soak');

const all = globSync(pattern).map((file) => file.replaceAll('\\', '/'));
const chosen = all.filter((file) => names.length === 0 || names.some((name) => file.includes(name))).sort();
await runBuild({ ifStale: true, quiet: true });
let failed = 0;
for (const file of chosen) {
  console.log(`\n━━ ${file} ━━`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) failed += 1;
}
console.log(`\n${chosen.length - failed} ${kind} programs passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
