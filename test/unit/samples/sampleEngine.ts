import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../../src/kql/duckdb/parquetSink.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { generate } from '../../../src/samples/generate.ts';
import { planSample } from '../../../src/samples/plan.ts';
import type { SampleOptions, SamplePlan } from '../../../src/samples/plan.ts';
import type { Row, SampleTable } from '../../../src/samples/table.ts';
import { iso } from '../../../src/samples/instant.ts';
import { TABLES, TABLE_NAMES } from '../../../src/samples/tables.ts';

export interface SampleEngine {
  readonly engine: EmbeddedEngine;
  readonly plan: SamplePlan;
  close(): Promise<void>;
}

/** The embedded engine over a sample's tables, without a case: its clock stands at the end of the logs. */
export async function openSampleEngine(options: SampleOptions): Promise<SampleEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-sample-engine-'));
  const plan = planSample(options);
  const sink = await DuckDbParquetSink.open(folder, 'case');
  for (const batch of generate(plan)) {
    const byTable = new Map<SampleTable, Row[]>();
    for (const { table, row } of batch) {
      const rows = byTable.get(table);
      if (rows) rows.push(row);
      else byTable.set(table, [row]);
    }
    for (const [table, rows] of byTable) await sink.appendRows(table, rows);
  }
  const files = await sink.close();
  const engine = await openEngine({
    tables: TABLE_NAMES.map((name) => ({
      name,
      columns: TABLES[name].columns,
      files: files.filter((file) => file.startsWith(`${name}/`)).map((file) => join(folder, file)),
    })),
    functions: [],
    clock: iso(plan.world.end),
    allowedFolders: [folder],
  });
  return {
    engine,
    plan,
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
