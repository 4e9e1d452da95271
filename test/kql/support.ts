import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../src/base/json.ts';
import type { Cell, QueryRequest } from '../../src/domain/answer.ts';
import type { TableSchema } from '../../src/domain/kustoType.ts';
import { KqlError } from '../../src/kql/diagnostics.ts';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../src/kql/duckdb/parquetSink.ts';
import type { EmbeddedEngine, EngineOptions, KqlDiagnostic } from '../../src/kql/engine.ts';

export interface SampleTable {
  readonly schema: TableSchema;
  readonly rows: readonly Readonly<Record<string, JsonValue>>[];
}

export interface OpenCase {
  readonly engine: EmbeddedEngine;
  readonly options: EngineOptions;
  /** Absolute. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Kusto.Language is loaded by the first query, which on a busy machine takes longer than one test may. */
if (typeof before === 'function')
  before(async function () {
    this.timeout(120_000);
    const engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
    await engine.queryAll({ text: 'print 1' });
    await engine.close();
  });

/** An engine over tables written as a case stores them, in a folder of its own. */
export async function openCase(
  tables: readonly SampleTable[] = [],
  more: Partial<EngineOptions> = {},
): Promise<OpenCase> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-kql-'));
  const sink = await DuckDbParquetSink.open(folder, 'case');
  for (const { schema, rows } of tables) await sink.appendRows(schema, rows);
  const written = await sink.close();
  const options: EngineOptions = {
    tables: tables.map(({ schema }) => ({
      ...schema,
      files: written.filter((file) => file.startsWith(`${schema.name}/`)).map((file) => join(folder, file)),
    })),
    functions: [],
    allowedFolders: [folder],
    clock: '2026-03-01T12:00:00Z',
    ...more,
  };
  const engine = await openEngine(options);
  return {
    engine,
    options,
    folder,
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A query and the rows that it must give, in this order. */
export type Expectation = readonly [query: string, ...rows: readonly (readonly Cell[])[]];

/** One test for each query, named by it. */
export function answers(engine: () => EmbeddedEngine, expectations: readonly Expectation[]): void {
  for (const [text, ...rows] of expectations)
    it(text.replace(/\s+/g, ' '), async () => {
      assert.deepEqual((await engine().queryAll({ text })).rows, rows);
    });
}

/** The first diagnostic of a query that is not answered. «…» in the text marks where it must be. */
export async function diagnosticOf(
  engine: EmbeddedEngine,
  marked: string,
  request: Omit<QueryRequest, 'text'> = {},
): Promise<KqlDiagnostic> {
  const text = marked.replace(/[«»]/g, '');
  const start = marked.indexOf('«');
  const length = marked.indexOf('»') - start - 1;
  const error: unknown = await engine.queryAll({ text, ...request }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof KqlError, `expected a KqlError, got ${String(error)}`);
  const [first] = error.diagnostics;
  assert.ok(first);
  if (start >= 0)
    assert.equal(text.slice(first.start, first.start + first.length), text.slice(start, start + length));
  return first;
}
