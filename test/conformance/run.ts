import { haveCases, SOURCES, type ConformanceCase, type Source } from './cases.ts';
import { runCases, type Outcome, type Verdict } from './suite.ts';

const VERDICTS: readonly Verdict[] = ['equal', 'wrong', 'refused', 'invalid', 'failed', 'disputed'];

function table(title: string, groups: ReadonlyMap<string, readonly Outcome[]>): void {
  console.log(`\n${title.padEnd(40)}${VERDICTS.map((verdict) => verdict.padStart(9)).join('')}`);
  for (const [name, outcomes] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = VERDICTS.map(
      (verdict) => outcomes.filter((outcome) => outcome.verdict === verdict).length,
    );
    console.log(`${name.padEnd(40)}${counts.map((n) => String(n || '').padStart(9)).join('')}`);
  }
}

function grouped(
  outcomes: readonly Outcome[],
  names: (one: ConformanceCase) => readonly string[],
): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes)
    for (const name of new Set(names(outcome.one))) groups.set(name, [...(groups.get(name) ?? []), outcome]);
  return groups;
}

/** `node test/conformance/run.ts [source …] [--all]`: tables, then each case that is not equal. */
async function main(args: readonly string[]): Promise<void> {
  if (!haveCases()) {
    console.log('The conformance cases are not beside this clone; nothing was run.');
    return;
  }
  const wanted = args.filter((arg): arg is Source => (SOURCES as readonly string[]).includes(arg));
  const outcomes: Outcome[] = [];
  for (const source of wanted.length > 0 ? wanted : SOURCES) {
    const found = await runCases(source);
    outcomes.push(...found);
    table(
      `${source}: area`,
      grouped(found, (one) => [one.area ?? 'core']),
    );
  }
  table(
    'operator',
    grouped(outcomes, (one) => one.operators ?? []),
  );
  if (args.includes('--all'))
    table(
      'function',
      grouped(outcomes, (one) => [
        ...(one.functions ?? []),
        ...(one.aggregates ?? []),
        ...(one.plugins ?? []),
      ]),
    );
  console.log('');
  for (const { source, one, verdict, detail } of outcomes)
    if (verdict !== 'equal') console.log(`${verdict.padEnd(8)} ${source} ${one.id}: ${detail.slice(0, 300)}`);
  if (outcomes.some((outcome) => outcome.verdict === 'wrong')) process.exitCode = 1;
}

await main(process.argv.slice(2));
