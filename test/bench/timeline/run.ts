/**
 * `npm run bench:timeline [-- SIZE… --shape SHAPE --limit SECONDS]`: the timeline page, with its labels, brush and
 * accessibility, against the bare canvas design and others' timelines: same browser, same events, same run. Open: events
 * in the page to the frame that shows them all. Busy: main thread of a step, event handler and frames. Then how fast rules map events, and
 * how long columns take to a webview of a real VS Code. Never fails on a time.
 */
import { parseArgs } from 'node:util';
import { measureAzimuth, measureBare, measureRival, type Figures, startBench } from './measure.ts';
import { printHop } from './hop.ts';
import { printMappingRate } from './mappingRate.ts';
import { SHAPES, type Shape } from './shapes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { shape: { type: 'string', default: 'bursts' }, limit: { type: 'string', default: '60' } },
});
const shape = SHAPES.find((each) => each === values.shape);
if (!shape) throw new Error(`--shape is one of ${SHAPES.join(', ')}`);
const sizes = positionals.length > 0 ? positionals.map(Number) : [1000, 100_000, 1_000_000, 10_000_000];
const limit = Number(values.limit) * 1000;

type Row = Figures | string;
const rows = new Map<string, Row>();

const bench = await startBench();
try {
  await run(shape);
} finally {
  await bench.close();
}
await printMappingRate(Math.max(...sizes), ['AzureActivity', 'SigninLogs']);
try {
  await printHop(sizes);
} catch (error) {
  console.log(`Host to webview: not measured: ${error instanceof Error ? error.message : String(error)}`);
}

async function run(chosen: Shape): Promise<void> {
  console.log(
    `Shape: ${chosen}. Steps: pan and zoom, median / worst busy ms. Filter: a facet, then a text, to the frame.`,
  );
  console.log('| design | events | open ms | pan | zoom | hover | facet filter | text filter | page MB |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const size of sizes) {
    await record('azimuth', size, () => measureAzimuth(bench, size, chosen));
    await record('bare canvas', size, () => measureBare(bench, size, chosen));
    for (const name of ['vis-timeline', 'vis-timeline clustered', 'timelines-chart'] as const) {
      const smaller = sizes.filter((each) => each < size).map((each) => rows.get(`${name} ${each}`));
      if (smaller.some((row) => typeof row === 'string'))
        print(name, size, 'not tried: a smaller size did not finish');
      else await record(name, size, () => measureRival(bench, name, size, chosen, limit));
    }
  }
  ratios();
}

async function record(name: string, size: number, measure: () => Promise<Row>): Promise<void> {
  let row: Row;
  try {
    row = await measure();
  } catch (error) {
    row = `failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
  rows.set(`${name} ${size}`, row);
  print(name, size, row);
}

function print(name: string, size: number, row: Row): void {
  if (typeof row === 'string') {
    console.log(`| ${name} | ${size} | ${row} | | | | | | |`);
    return;
  }
  const pair = (list: readonly number[]): string =>
    list.length === 0 ? '' : `${median(list).toFixed(1)} / ${Math.max(...list).toFixed(1)}`;
  const one = (value: number | null): string => (value === null ? '' : value.toFixed(0));
  console.log(
    `| ${name} | ${size} | ${row.open.toFixed(0)} | ${pair(row.pan)} | ${pair(row.zoom)} | ${pair(row.hover)} | ${one(row.facetFilter)} | ${one(row.textFilter)} | ${row.megabytes.toFixed(0)} |`,
  );
}

/** What the numbers mean against each other. */
function ratios(): void {
  const of = (name: string, size: number): Figures | null => {
    const row = rows.get(`${name} ${size}`);
    return row === undefined || typeof row === 'string' ? null : row;
  };
  console.log('');
  for (const size of sizes) {
    const [own, bare] = [of('azimuth', size), of('bare canvas', size)];
    if (!own || !bare) continue;
    const ratio = (list: (figures: Figures) => readonly number[]): string =>
      (median(list(own)) / Math.max(0.05, median(list(bare)))).toFixed(2);
    console.log(
      `${size}: busy against bare canvas: pan ${ratio(({ pan }) => pan)}, zoom ${ratio(({ zoom }) => zoom)} (wanted: at most 1.3)`,
    );
  }
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const [own, rival] = [of('azimuth', largest), of('vis-timeline', smallest)];
  if (own && rival)
    console.log(
      `Azimuth opens ${largest} in ${own.open.toFixed(0)} ms, vis-timeline ${smallest} in ${rival.open.toFixed(0)} ms: ${(own.open / rival.open).toFixed(2)} of its time`,
    );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
