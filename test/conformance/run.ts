import { haveCases, SOURCES, type Source } from './cases.ts';
import { haveDetections, runDetections } from './detections.ts';
import { runCases } from './suite.ts';
import { writeDocument } from './writeDocument.ts';
import { type Entry, print, tally, VERDICTS } from './tally.ts';

const KNOWN: readonly string[] = [...SOURCES, 'detections'];

async function casesOfSource(source: Source): Promise<Entry[]> {
  return (await runCases(source)).map(({ one, verdict, detail }) => ({
    id: one.id,
    source,
    area: one.area ?? 'core',
    verdict,
    detail,
    operators: one.operators ?? [],
    functions: [...(one.functions ?? []), ...(one.aggregates ?? []), ...(one.plugins ?? [])],
  }));
}

/** The reference evaluator is asked about one detection of so many, about all with `--thorough`: it takes minutes. */
const SAMPLED = 16;

async function detectionEntries(thorough: boolean): Promise<Entry[]> {
  let asked = 0;
  const outcomes = await runDetections(undefined, () => thorough || asked++ % SAMPLED === 0);
  const opinions = outcomes.flatMap(({ opinion }) => opinion?.kind ?? []);
  const count = (kind: string): number => opinions.filter((one) => one === kind).length;
  console.log(
    `the reference evaluator, asked about ${opinions.length} detections: ${count('agrees')} agree, ${count('unknown')} it cannot answer, ${count('differs')} differ`,
  );
  return outcomes.map(({ one, verdict, detail, opinion }) => ({
    id: one.id,
    source: 'detections',
    area: one.environment,
    ...(opinion?.kind === 'differs'
      ? { verdict: 'wrong', detail: `the reference evaluator differs: ${opinion.reason}` }
      : { verdict, detail }),
    operators: one.operators,
    functions: [...one.functions, ...one.aggregates, ...one.plugins],
  }));
}

/**
 * `npm run conformance -- [source …] [--brief] [--thorough]`: how many cases of each area, operator and function came to which verdict, then
 * each case that is not as it should be. A run of all sources writes docs/kql-support.md. Ends with 1 where an answer is wrong.
 */
async function main(args: readonly string[]): Promise<void> {
  if (!haveCases() || !haveDetections()) {
    console.log('The conformance cases are not beside this clone; nothing was run.');
    return;
  }
  const asked = args.filter((arg) => KNOWN.includes(arg));
  const wanted = asked.length > 0 ? asked : KNOWN;
  const entries: Entry[] = [];
  for (const source of SOURCES) if (wanted.includes(source)) entries.push(...(await casesOfSource(source)));
  if (wanted.includes('detections')) entries.push(...(await detectionEntries(args.includes('--thorough'))));
  if (asked.length === 0) writeDocument(entries);
  print(
    'area',
    tally(entries, ({ source, area }) => [`${source}: ${area}`]),
    VERDICTS,
  );
  print(
    'operator',
    tally(entries, ({ operators }) => operators),
    VERDICTS,
  );
  print(
    'function',
    tally(entries, ({ functions }) => functions),
    VERDICTS,
  );
  console.log('');
  for (const { verdict, source, id, detail } of entries)
    if (verdict !== 'equal' && verdict !== 'rows' && !(verdict === 'empty' && args.includes('--brief')))
      console.log(`${verdict.padEnd(8)} ${source} ${id}: ${detail.slice(0, 300)}`);
  if (entries.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1;
}

await main(process.argv.slice(2));
