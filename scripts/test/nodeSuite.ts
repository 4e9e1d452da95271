/** One suite under Node: `node scripts/test/nodeSuite.ts PATTERN [--grep TEXT]`. */
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMocha } from './mocha.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const files = globSync(positionals).sort();
const tally = await runMocha(files, { grep: values.grep, timeout: 10_000 });
// Left-over handles must not keep a finished suite waiting; the runner sees the exit code.
process.exit(tally.failed > 0 ? 1 : 0);
