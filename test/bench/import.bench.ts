/**
 * Import of NDJSON against DuckDB alone doing the like, in one run: the same file to Parquet with an explicit schema,
 * the raw record and its SHA-256 as columns. Run: node test/bench/import.bench.ts [megabytes]
 */
import { createWriteStream, linkSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sha256OfStream } from '../../src/base/hash.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { openTableStore } from '../../src/kql/duckdb/import/tableStore.ts';
import { importLogs } from '../../src/logs/import/importLogs.ts';
import { type Layout, writeSignIns } from '../support/signInLines.ts';

const LIMIT = 2;
const megabytes = Number(process.argv[2] ?? 400);
const folder = mkdtempSync(join(tmpdir(), 'azimuth-bench-'));
const source = join(folder, 'source.json');

async function duckdbAlone(layout: Layout): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '900MiB',
    temp_directory: join(folder, 'spill'),
  });
  const connection = await instance.connect();
  const start = performance.now();
  await connection.run(`COPY (SELECT struct_extract(x, 'time') AS time, x.category, x.operationName, x.tenantId, x.resultType, x.durationMs, x.callerIpAddress, x.resourceId, unnest(x.properties), raw, sha256(raw) AS digest
    FROM (SELECT from_json(json, '${layout.structure}') AS x, json AS raw FROM read_ndjson_objects('${source}')))
    TO '${join(folder, 'alone.parquet')}' (FORMAT parquet, ROW_GROUP_SIZE 12288)`);
  const seconds = (performance.now() - start) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

/** Evidence is a link here: copying it is neither import nor conversion, and DuckDB alone keeps no evidence. */
async function ours(run: number): Promise<{ seconds: number; hashing: number; rows: number }> {
  const start = performance.now();
  let hashing = 0;
  const report = await importLogs(
    { paths: [source] },
    {
      importId: `bench-${run}`,
      evidence: {
        put: async (path) => {
          const began = performance.now();
          const { digest } = await sha256OfStream(new NodeStorage(folder).openRead(basename(path)));
          const kept = join(folder, `evidence-${run}`);
          linkSync(path, kept);
          hashing = (performance.now() - began) / 1000;
          return { digest, path: kept };
        },
      },
      rejects: { write: () => Promise.resolve() },
      tables: openTableStore({ disk: new NodeStorage(join(folder, `case-${run}`)), committed: [] }),
    },
  );
  return { seconds: (performance.now() - start) / 1000, hashing, rows: report.rows };
}

/** Seconds of the processor that `work` took, which other programs on the machine change little. */
async function processorTime<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

try {
  const layout = await writeSignIns(createWriteStream(source), megabytes * 2 ** 20);
  const bytes = statSync(source).size;
  console.log(`${layout.records} records, ${(bytes / 2 ** 20).toFixed(0)} MiB`);
  const alone: number[] = [];
  const mine: number[] = [];
  const processor = { alone: [] as number[], mine: [] as number[] };
  for (let run = 0; run < 3; run++) {
    const [wallAlone, cpuAlone] = await processorTime(() => duckdbAlone(layout));
    const [{ seconds, hashing, rows }, cpuMine] = await processorTime(() => ours(run));
    alone.push(wallAlone);
    processor.alone.push(cpuAlone);
    processor.mine.push(cpuMine);
    if (rows !== layout.records) throw new Error(`${rows} rows were imported of ${layout.records}`);
    mine.push(seconds);
    console.log(
      `DuckDB alone ${wallAlone.toFixed(2)} s, import ${seconds.toFixed(2)} s (of which evidence ${hashing.toFixed(2)} s); processor ${cpuAlone.toFixed(1)} s and ${cpuMine.toFixed(1)} s`,
    );
  }
  const ratio = median(mine) / median(alone);
  console.log(
    `median ratio ${ratio.toFixed(2)} (at most ${LIMIT}), ${(bytes / 2 ** 20 / median(mine)).toFixed(0)} MiB/s`,
  );
  console.log(
    `median ratio of processor time ${(median(processor.mine) / median(processor.alone)).toFixed(2)}`,
  );
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB (both)`);
  process.exitCode = ratio <= LIMIT ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
