import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableSchema } from '../../../src/domain/kustoType.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../../src/kql/duckdb/parquetSink.ts';
import type { EmbeddedEngine, EngineOptions } from '../../../src/kql/engine.ts';
import { tableSchema } from '../../../src/logs/schemas/tableSchemas.ts';
import { generate } from '../../../src/samples/generate.ts';
import { planSample } from '../../../src/samples/plan.ts';
import type { SampleOptions, SamplePlan } from '../../../src/samples/plan.ts';
import type { Row, SampleEvent, SampleTable } from '../../../src/samples/table.ts';
import { iso } from '../../../src/samples/instant.ts';
import { TABLES, TABLE_NAMES } from '../../../src/samples/tables.ts';
import type { World } from '../../../src/samples/world.ts';

export interface SampleEngine {
  readonly engine: EmbeddedEngine;
  readonly plan: SamplePlan;
  close(): Promise<void>;
}

export interface StoredSample {
  readonly plan: SamplePlan;
  /** The clock stands at the end of the logs. */
  readonly options: EngineOptions;
  remove(): Promise<void>;
}

/** The embedded engine over a sample's tables, without a case. */
export async function openSampleEngine(options: SampleOptions): Promise<SampleEngine> {
  const stored = await storeSample(options);
  const engine = await openEngine(stored.options);
  return {
    engine,
    plan: stored.plan,
    close: async () => {
      await engine.close();
      await stored.remove();
    },
  };
}

/**
 * A sample's tables as files of the engine, with the columns of the published schemas, as a workspace has them; `more`
 * adds events to those of the sample.
 */
export async function storeSample(
  options: SampleOptions,
  more: (world: World) => readonly SampleEvent[] = () => [],
): Promise<StoredSample> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-sample-engine-'));
  const plan = planSample(options);
  const sink = await DuckDbParquetSink.open(folder, 'case');
  const tables = new Map<string, TableSchema>(TABLE_NAMES.map((name) => [name, schemaOf(TABLES[name])]));
  for (const batch of [...generate(plan), more(plan.world)]) {
    const byTable = new Map<SampleTable, Row[]>();
    for (const { table, row } of batch) {
      const rows = byTable.get(table);
      if (rows) rows.push(row);
      else byTable.set(table, [row]);
    }
    for (const [table, rows] of byTable) {
      const schema = tables.get(table.name) ?? schemaOf(table);
      tables.set(table.name, schema);
      await sink.appendRows(schema, rows);
    }
  }
  const files = await sink.close();
  return {
    plan,
    options: {
      tables: [...tables.values()].map(({ name, columns }) => ({
        name,
        columns,
        files: files.filter((file) => file.startsWith(`${name}/`)).map((file) => join(folder, file)),
      })),
      functions: [],
      clock: iso(plan.world.end),
      allowedFolders: [folder],
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The published schema; the raw flow-log tables are ours and have none. */
function schemaOf(table: SampleTable): TableSchema {
  const known = tableSchema(table.name);
  return known ?? { name: table.name, columns: table.columns };
}
