/**
 * The library over many seeds: each playbook's recall and precision on the ground truth, and the queries that miss their
 * event or say something on the tenant without attacks.
 * Run: node test/soak/library.soak.ts [first seed] [seeds] [rows]
 */
import { answersOf, libraryQueries } from '../unit/library/tenants.ts';
import { runPlaybooks } from '../unit/library/playbookRuns.ts';

const [first, count, rows] = [101, 10, 8000].map((usual, index) => Number(process.argv[index + 2] ?? usual));
const seeds = Array.from({ length: count ?? 0 }, (_, index) => (first ?? 0) + index);
const queries = libraryQueries();
let worst = 1;

for (const seed of seeds) {
  for (const { playbook, found, truth, named, missing, wrong } of await runPlaybooks(
    seed,
    rows ?? 0,
    () => false,
  )) {
    const precision = (named - wrong.length) / named;
    worst = Math.min(worst, precision / 0.9, found / truth);
    console.log(
      `seed ${seed} ${playbook}: recall ${(found / truth).toFixed(3)} (${found} of ${truth}), precision ${precision.toFixed(3)} ${missing.join(', ')}`,
    );
  }
}
for (const seed of seeds) {
  const { attacked, benign, expected, plan } = await answersOf(queries, seed, rows ?? 0);
  const rowsOf = (answers: typeof attacked, id: string): string => {
    const answer = answers.get(id);
    return answer instanceof Error ? answer.message : JSON.stringify(answer?.rows ?? []);
  };
  const missed = queries.filter(({ id }) => !rowsOf(attacked, id).includes(expected.finds(id, plan) ?? '-'));
  const loud = queries.filter(({ id }) => rowsOf(benign, id) !== '[]');
  console.log(
    `seed ${seed}: ${queries.length - missed.length} of ${queries.length} queries find their event, ${loud.length} say something without one: ${[...missed, ...loud].map(({ id }) => id).join(', ')}`,
  );
}
process.exitCode = worst >= 1 ? 0 : 1;
