/** The tests of the library's rules, one process and one engine: how many, how long, and the slowest file. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { RuleTests } from '../../src/ruleServer/ruleTests.ts';

const folder = join(import.meta.dirname, '../../queries/detections');
const files = globSync('*/*.test.yaml', { cwd: folder }).sort();

const started = performance.now();
const tests = new RuleTests();
let [count, slowest, where] = [0, 0, ''];
for (const file of files) {
  const { tests: run, elapsedMs } = await tests.run(join(folder, file));
  count += run.length;
  if (elapsedMs > slowest) [slowest, where] = [elapsedMs, file];
}
await tests.close();
const seconds = (performance.now() - started) / 1000;
console.log(
  `${count} tests of ${files.length} rules in ${seconds.toFixed(1)} s: ${((seconds / count) * 200).toFixed(1)} s for 200; the slowest file, ${where}, took ${(slowest / 1000).toFixed(1)} s`,
);
