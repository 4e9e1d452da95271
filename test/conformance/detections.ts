import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../src/base/json.ts';
import type { Column, TableSchema } from '../../src/domain/kustoType.ts';
import { KqlError } from '../../src/kql/diagnostics.ts';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../src/kql/duckdb/parquetSink.ts';
import type { EmbeddedEngine } from '../../src/kql/engine.ts';
import { Binder } from '../../src/kql/syntax/analyse.ts';
import { Casting } from '../../src/samples/schemaTables/cast.ts';
import { readSchemas } from '../../src/samples/schemaTables/readSchemas.ts';
import { schemaRowMaker } from '../../src/samples/schemaTables/schemaRow.ts';
import { directedRows } from './directed/rows.ts';
import { type Opinion, SecondOpinion } from './secondOpinion.ts';

/** Beside the clone, not in it. */
const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared');
const QUERIES = join(SHARED, 'detections', 'queries.dev.jsonl');
/** Folders of schemas by the environment that a detection was written for; the first that has a table gives it. */
const SCHEMAS = { sentinel: ['tables'], xdr: ['xdr', 'tables'] } as const;
/** Tables of Defender under the names that they had, which queries still use. */
const RENAMED = [
  ['AADSignInEventsBeta', 'EntraIdSignInEvents'],
  ['AADSpnSignInEventsBeta', 'EntraIdSpnSignInEvents'],
] as const;
/** In the middle of a day: some ask about today. */
const CLOCK = '2026-03-25T15:00:00Z';
const ROWS = 2500;
const SEED = 7;

type Environment = keyof typeof SCHEMAS;

export interface Detection {
  readonly id: string;
  readonly environment: Environment;
  readonly query: string;
  readonly operators: readonly string[];
  readonly functions: readonly string[];
  readonly aggregates: readonly string[];
  readonly plugins: readonly string[];
  readonly schemaOk: boolean;
  readonly needsExternal: boolean;
}

export interface DetectionOutcome {
  readonly one: Detection;
  readonly verdict: 'rows' | 'empty' | 'refused' | 'invalid' | 'failed';
  readonly detail: string;
  readonly elapsedMs: number;
  /** Of the reference evaluator, where it was asked and the engine answered. */
  readonly opinion?: Opinion;
}

export function haveDetections(): boolean {
  return existsSync(QUERIES);
}

/** Those that must run here: they bind against the schemas and ask for nothing from outside. */
function detections(): Detection[] {
  return readFileSync(QUERIES, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Detection)
    .filter((one) => one.schemaOk && !one.needsExternal);
}

/**
 * Every detection over generated tables of its environment, their newest rows just before the clock.
 * @param compares for which of them the reference evaluator is asked as well
 */
export async function runDetections(
  only: (one: Detection) => boolean = () => true,
  compares: (one: Detection) => boolean = () => false,
  onOutcome: (outcome: DetectionOutcome) => void = () => undefined,
): Promise<DetectionOutcome[]> {
  const outcomes: DetectionOutcome[] = [];
  for (const environment of Object.keys(SCHEMAS) as Environment[]) {
    const chosen = detections().filter((one) => one.environment === environment && only(one));
    if (chosen.length === 0) continue;
    const folder = await mkdtemp(join(tmpdir(), 'azimuth-detections-'));
    try {
      const schemas = await schemasOf(environment);
      const engine = await engineOver(folder, schemas, chosen);
      const second = new SecondOpinion(engine, schemas, CLOCK);
      for (const one of chosen) {
        const outcome = await outcomeOf(one, engine, compares(one) ? second : undefined);
        onOutcome(outcome);
        outcomes.push(outcome);
      }
      await engine.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return outcomes;
}

async function engineOver(
  folder: string,
  schemas: readonly TableSchema[],
  queries: readonly Detection[],
): Promise<EmbeddedEngine> {
  const end = Date.parse(CLOCK);
  const directed = rowsFor(queries, schemas, end);
  const sink = await DuckDbParquetSink.open(folder, 'case');
  for (const schema of schemas) {
    const casting = new Casting(SEED, schema.name);
    const make = schemaRowMaker(schema);
    const rows = Array.from({ length: ROWS }, () => make(casting.next(casting.moment(end))));
    await sink.appendRows(schema, [...rows, ...(directed.get(schema.name) ?? [])]);
  }
  const files = await sink.close();
  return openEngine({
    tables: schemas.map((schema) => ({
      ...schema,
      files: files.filter((file) => file.startsWith(`${schema.name}/`)).map((file) => join(folder, file)),
    })),
    functions: [],
    allowedFolders: [folder],
    clock: CLOCK,
  });
}

/** By table: rows with the values that the queries compare columns with. */
function rowsFor(
  queries: readonly Detection[],
  schemas: readonly TableSchema[],
  end: number,
): Map<string, Record<string, JsonValue>[]> {
  const binder = new Binder({ name: 'Logs', tables: schemas, functions: [] });
  const byName = new Map(schemas.map((schema) => [schema.name, schema]));
  const all = new Map<string, Record<string, JsonValue>[]>();
  queries.forEach(({ query }, index) => {
    for (const [table, rows] of directedRows(binder.inspect(query).root, byName, end, index))
      all.set(table, [...(all.get(table) ?? []), ...rows]);
  });
  return all;
}

async function schemasOf(environment: Environment): Promise<TableSchema[]> {
  const byName = new Map<string, TableSchema>();
  for (const folder of SCHEMAS[environment])
    for (const schema of await readSchemas(join(SHARED, 'schemas', folder)))
      if (!byName.has(schema.name)) byName.set(schema.name, distinctColumns(schema));
  for (const [older, name] of environment === 'xdr' ? RENAMED : []) {
    const schema = byName.get(name);
    if (schema) byName.set(older, { ...schema, name: older });
  }
  return [...byName.values()];
}

/** Parquet as DuckDB writes it has no two columns that differ in case alone. */
function distinctColumns(schema: TableSchema): TableSchema {
  const seen = new Set<string>();
  const isNew = ({ name }: Column): boolean => seen.size < seen.add(name.toLowerCase()).size;
  return { ...schema, columns: schema.columns.filter(isNew) };
}

async function outcomeOf(
  one: Detection,
  engine: EmbeddedEngine,
  second: SecondOpinion | undefined,
): Promise<DetectionOutcome> {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  try {
    const answer = await engine.queryAll({ text: one.query, maxRows: 10_000 });
    const verdict = answer.rows.length > 0 ? 'rows' : 'empty';
    const elapsedMs = elapsed();
    const opinion = second && (await second.of(one.query, answer));
    return { one, verdict, detail: '', elapsedMs, ...(opinion && { opinion }) };
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [first] = error.diagnostics;
    const span = first ? one.query.slice(first.start, first.start + first.length) : '';
    const detail = `${error.message} @ ${span.replace(/\s+/g, ' ').slice(0, 80)}`;
    return { one, verdict: first?.kind ?? 'failed', detail, elapsedMs: elapsed() };
  }
}
