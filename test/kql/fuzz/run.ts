/**
 * `npm run fuzz -- [--seed S] [--count N] [--entry NAME]… [--all]`: asks the engine and the reference evaluator the same generated
 * queries and prints what differs, shrunk. Stops at the first difference unless `--all`. The same seed asks the same.
 */
import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    entry: { type: 'string', multiple: true },
    all: { type: 'boolean', default: false },
  },
});
const reasons = new Map<string, number>();
const started = performance.now();
const result = await campaign({
  seed: Number(values.seed),
  count: Number(values.count),
  stopAt: values.all ? Infinity : 1,
  ...(values.entry && { entries: values.entry }),
  onOutcome: (outcome) => {
    if (outcome.kind === 'equal') return;
    const reason = `${outcome.kind}: ${outcome.reason.slice(0, 90)}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  },
});
for (const { report, spotlight, at } of result.differences)
  console.log(`━━ ${at}: ${spotlight}\n${report}\n`);
const often = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 25);
console.log(often.map(([reason, times]) => `${times.toString().padStart(6)} ${reason}`).join('\n'));
const silent = [...result.entries].filter(([, { answered }]) => answered === 0).map(([name]) => name);
console.log(`never compared: ${silent.join(' ')}`);
console.log(`no query can name: ${result.unnamed.join(' ')}`);
console.log(
  `seed ${values.seed}: ${result.queries} queries in ${((performance.now() - started) / 1000).toFixed(1)} s; ${JSON.stringify(result.outcomes)}`,
);
process.exitCode = result.differences.length > 0 ? 1 : 0;
