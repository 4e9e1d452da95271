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

async function detectionEntries(): Promise<Entry[]> {
  return (await runDetections()).map(({ one, verdict, detail }) => ({
    id: one.id,
    source: 'detections',
    area: one.environment,
    verdict,
    detail,
    operators: one.operators,
    functions: [...one.functions, ...one.aggregates, ...one.plugins],
  }));
}

/**
 * `npm run conformance -- [source …] [--brief]`: how many cases of each area, operator and function came to which verdict, then
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
  if (wanted.includes('detections')) entries.push(...(await detectionEntries()));
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
