/**
 * Twelve hunting queries on the embedded engine against hand-written SQL on DuckDB alone over the same Parquet files, each
 * checked to give the same rows (it reads properties out of the JSON; the engine reads those that tables store as an import
 * stores them); what a property of a dynamic costs beside a plain column; what a rule's translation costs beside
 * Kusto.Language's own analysis; what a query costs that comes again. Run: npm run bench -- kql, or
 * node test/bench/kql.bench.ts [rows]
 */
import { availableParallelism, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Cell } from '../../src/domain/answer.ts';
import { prepare } from '../../src/kql/duckdb/prepare.ts';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine, StoredTable } from '../../src/kql/engine.ts';
import { Binder } from '../../src/kql/syntax/analyse.ts';
import { parseDatetime } from '../../src/kql/values/datetime.ts';
import { PAIRS, PROPERTY, RULE } from './kql/queries.ts';
import { writeTables } from './kql/tables.ts';

const rows = Number(process.argv[2] ?? 10_000_000);
const RUNS = 5;
const CLOCK = '2026-01-31T00:00:00Z';

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? NaN;
const percentile95 = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length * 0.95)] ?? NaN;

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

interface Cost {
  readonly wall: number;
  /** What the processor did, which other programs on the machine change little. */
  readonly processor: number;
}

async function costOf<T>(work: () => Promise<T>): Promise<readonly [T, Cost]> {
  const before = process.cpuUsage();
  const [result, wall] = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return [result, { wall, processor: (user + system) / 1000 }];
}

async function alone(tables: readonly StoredTable[]): Promise<[DuckDBInstance, DuckDBConnection]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()) });
  const connection = await instance.connect();
  for (const { name, files } of tables)
    await connection.run(`CREATE VIEW "${name}" AS SELECT * FROM read_parquet('${files[0] ?? ''}')`);
  return [instance, connection];
}

/** Rows as lines in no order, datetimes as ticks. */
function lines(all: readonly (readonly unknown[])[]): string[] {
  const plain = (value: unknown): string => {
    const ticks =
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? parseDatetime(value) : undefined;
    return String(ticks ?? value);
  };
  return all.map((row) => row.map(plain).join('\t')).sort();
}

async function pairs(engine: EmbeddedEngine, connection: DuckDBConnection): Promise<Cost[]> {
  const ratios: Cost[] = [];
  for (const { name, kql, sql } of PAIRS) {
    const mine: Cost[] = [];
    const theirs: Cost[] = [];
    for (let run = 0; run <= RUNS; run++) {
      const [answer, ours] = await costOf(() => engine.queryAll({ text: kql }));
      const [expected, direct] = await costOf(async () => (await connection.runAndReadAll(sql)).getRows());
      if (run === 0) same(name, answer.rows, expected);
      else {
        mine.push(ours);
        theirs.push(direct);
      }
    }
    const wall = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.wall));
    const processor = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.processor));
    const ratio = { wall: wall(mine) / wall(theirs), processor: processor(mine) / processor(theirs) };
    ratios.push(ratio);
    console.log(
      `${name.padEnd(38)} ${wall(mine).toFixed(0).padStart(7)} ms  SQL ${wall(theirs).toFixed(0).padStart(7)} ms  ratio ${ratio.wall.toFixed(2)}, of the processor ${ratio.processor.toFixed(2)}`,
    );
  }
  return ratios;
}

function same(
  name: string,
  mine: readonly (readonly Cell[])[],
  theirs: readonly (readonly unknown[])[],
): void {
  const [a, b] = [lines(mine), lines(theirs)];
  const at = a.findIndex((line, i) => line !== b[i]);
  if (a.length !== b.length || at >= 0)
    throw new Error(`${name}: ${a.length} rows and ${b.length}; ${a[at] ?? ''} is not ${b[at] ?? ''}`);
  if (a.length === 0) throw new Error(`${name}: no rows`);
}

async function property(engine: EmbeddedEngine): Promise<void> {
  const cost = async (text: string): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run <= RUNS; run++) times.push((await timed(() => engine.queryAll({ text })))[1]);
    return median(times.slice(1));
  };
  const [dynamic, plain] = [await cost(PROPERTY.property), await cost(PROPERTY.plain)];
  console.log(
    `property ${dynamic.toFixed(0)} ms, plain column ${plain.toFixed(0)} ms: ${(dynamic / plain).toFixed(1)} times (wanted: at most 3)`,
  );
}

/** Each rule is another text, bound before: what is measured is from the bound query to its SQL. */
async function translation(engine: EmbeddedEngine, tables: readonly StoredTable[]): Promise<void> {
  const binder = new Binder({ name: 'case', tables, functions: [] });
  const options = { tables, functions: [], allowedFolders: [], clock: CLOCK };
  const nothing = {
    read: () => Promise.resolve([]),
    readFile: () => Promise.reject(new Error('no file is read')),
    openAnswer: () => Promise.reject(new Error('no answer is read')),
  };
  const own: number[] = [];
  const beyond: number[] = [];
  for (let i = 0; i < 120; i++) {
    const text = `${RULE}\n// ${i}`;
    const [, bound] = await timed(() => Promise.resolve(binder.bind(text)));
    const [, rest] = await timed(() => prepare(binder, { text }, options, nothing));
    if (i < 20) continue;
    own.push(bound);
    beyond.push(rest);
  }
  console.log(
    `translation: Kusto.Language ${median(own).toFixed(1)} ms; beyond it median ${median(beyond).toFixed(1)} ms, 95th percentile ${percentile95(beyond).toFixed(1)} ms (wanted: at most 15)`,
  );
  const again: number[] = [];
  for (let i = 0; i < 50; i++) again.push((await timed(() => engine.translate({ text: RULE })))[1]);
  console.log(`a rule that comes again: median ${median(again.slice(1)).toFixed(2)} ms`);
}

const folder = mkdtempSync(join(tmpdir(), 'azimuth-bench-'));
try {
  const [tables, made] = await timed(() => writeTables(folder, rows));
  console.log(`${rows} rows made in ${(made / 1000).toFixed(0)} s`);
  const [engine, opened] = await timed(() =>
    openEngine({ tables, functions: [], allowedFolders: [folder], clock: CLOCK }),
  );
  const [, first] = await timed(() => engine.queryAll({ text: 'SigninLogs | count' }));
  console.log(
    `opened in ${opened.toFixed(0)} ms, first answer after ${(opened + first).toFixed(0)} ms (wanted: at most 2000)`,
  );
  const [instance, connection] = await alone(tables);
  const ratios = await pairs(engine, connection);
  for (const [of, all] of [
    ['time', ratios.map(({ wall }) => wall)],
    ['processor', ratios.map(({ processor }) => processor)],
  ] as const)
    console.log(
      `${of}: median ratio ${median(all).toFixed(2)} (wanted: at most 1.10), worst ${Math.max(...all).toFixed(2)} (wanted: at most 1.30)`,
    );
  await property(engine);
  await translation(engine, tables);
  connection.closeSync();
  instance.closeSync();
  await engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
