/** 100,000 generated queries on the engine and on the reference evaluator, in ten campaigns of new seeds. */
import { campaign } from '../kql/fuzz/campaign.ts';

const SEEDS = 10;
const PER_SEED = 10_000;
const first = Number(process.env['FUZZ_SEED'] ?? '1000');
let differences = 0;
for (let seed = first; seed < first + SEEDS; seed++) {
  const result = await campaign({ seed, count: PER_SEED, stopAt: Infinity });
  for (const { report } of result.differences) console.log(`${report}\n`);
  console.log(`seed ${seed}: ${JSON.stringify(result.outcomes)}`);
  differences += result.differences.length;
}
console.log(`${SEEDS * PER_SEED} queries, ${differences} differences`);
process.exitCode = differences > 0 ? 1 : 0;
