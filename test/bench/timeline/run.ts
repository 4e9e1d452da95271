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

const RIVALS = ['bare canvas', 'vis-timeline', 'vis-timeline clustered', 'timelines-chart'] as const;

type Row = Figures | string;
const rows = new Map<string, Row>();

const bench = await startBench();
try {
  await run(shape);
} finally {
  await bench.close();
}
await printMappingRate(Math.max(...sizes), ['AzureActivity', 'AuditLogs', 'SigninLogs']);
try {
  await printHop(sizes);
} catch (error) {
  console.log(`Host to webview: not measured: ${error instanceof Error ? error.message : String(error)}`);
}

async function run(chosen: Shape): Promise<void> {
  console.log(
    `Shape: ${chosen}. Steps: pan and zoom, median / worst busy ms. Filter: busy ms to the end of the frame that shows it, of facets and of texts.`,
  );
  console.log('| design | events | open ms | pan | zoom | hover | facet filter | text filter | page MB |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const size of sizes) {
    await record('azimuth', size, () => measureAzimuth(bench, size, chosen));
    await record('bare canvas', size, () => measureBare(bench, size, chosen));
    for (const name of RIVALS) {
      if (name === 'bare canvas') continue;
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
  console.log(
    `| ${name} | ${size} | ${row.open.toFixed(0)} | ${pair(row.pan)} | ${pair(row.zoom)} | ${pair(row.hover)} | ${pair(row.facetFilter)} | ${pair(row.textFilter)} | ${row.megabytes.toFixed(0)} |`,
  );
}

/** What the numbers mean against each other, and against what is wanted of them. */
function ratios(): void {
  console.log('');
  for (const size of sizes) {
    const own = of('azimuth', size);
    if (!own) continue;
    for (const name of RIVALS) {
      const row = rows.get(`${name} ${size}`);
      if (row === undefined || typeof row === 'string') {
        console.log(`${size}: against ${name}: ${row ?? 'not tried: a smaller size did not finish'}`);
        continue;
      }
      const times = (a: number, b: number): string => (a / Math.max(0.05, b)).toFixed(3);
      console.log(
        `${size}: against ${name}, as parts of its: open ${times(own.open, row.open)}, pan ${times(median(own.pan), median(row.pan))}, zoom ${times(median(own.zoom), median(row.zoom))}, memory ${times(own.megabytes, row.megabytes)}`,
      );
    }
    for (const [what, value, most] of wanted(own, size))
      if (!Number.isNaN(value))
        console.log(
          `${size}: ${what}: ${value.toFixed(2)}, wanted ${most} at most${value > most ? ': MISSED' : ''}`,
        );
  }
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const [own, rival] = [of('azimuth', largest), of('vis-timeline', smallest)];
  if (own && rival)
    console.log(
      `Azimuth opens ${largest} in ${own.open.toFixed(0)} ms, vis-timeline ${smallest} in ${rival.open.toFixed(0)} ms: ${(own.open / rival.open).toFixed(2)} of its time, without the hop`,
    );
}

/** What is asked of a million events and more, with its bound. */
function wanted(
  own: Figures,
  size: number,
): readonly (readonly [what: string, value: number, most: number])[] {
  if (size < 1_000_000) return [];
  const bare = of('bare canvas', size);
  const against = (list: (figures: Figures) => readonly number[]): number =>
    bare ? median(list(own)) / Math.max(0.05, median(list(bare))) : NaN;
  return [
    ['busy time of a pan step against bare canvas', against(({ pan }) => pan), 1.3],
    ['busy time of a zoom step against bare canvas', against(({ zoom }) => zoom), 1.3],
    ['longest step, ms', Math.max(...own.pan, ...own.zoom), 50],
    ['hover, ms', median(own.hover), 2],
    ['memory of the page, MB', own.megabytes, 600],
    ...(size === 1_000_000
      ? ([
          ['filter by a facet, ms', median(own.facetFilter), 16.7],
          ['slowest filter by a facet, ms', Math.max(...own.facetFilter), 16.7],
          ['slowest filter by a text, ms', Math.max(...own.textFilter), 100],
        ] as const)
      : []),
  ];
}

function of(name: string, size: number): Figures | null {
  const row = rows.get(`${name} ${size}`);
  return row === undefined || typeof row === 'string' ? null : row;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
