import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { assembleObserved } from '../../../src/attack/mapping/assembleObserved.ts';
import { loadRules } from '../../../src/attack/mapping/loadRules.ts';
import { observedQueries } from '../../../src/attack/mapping/ruleQueries.ts';
import type { RuleSet } from '../../../src/attack/mapping/rule.ts';
import { UNIX_EPOCH_TICKS } from '../../../src/base/ticks.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import type { ColumnVector, StoredTable } from '../../../src/kql/engine.ts';

const START = UNIX_EPOCH_TICKS + 17_672_256_000_000_000n;
const CORES = availableParallelism();
const RULES = join(import.meta.dirname, '..', '..', '..', 'queries', 'attack');

/**
 * How fast the rules of single rows map `rows` events of each table, one time stored in order and read whole: the same
 * queries and the same sorting as behind the timeline. Rows are those that the rules are tested on, all kinds alike often, one in
 * three of them such as a rule fires on. Prints a line a table.
 */
export async function printMappingRate(rows: number, tables: readonly string[]): Promise<void> {
  const book = await loadRules(RULES);
  for (const name of tables) {
    const set = book.byTable.get(name);
    if (!set) throw new Error(`no rules for ${name}`);
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-mapping-'));
    try {
      const engine = await openEngine({
        tables: [await write(folder, name, set, rows)],
        functions: [],
        allowedFolders: [folder],
      });
      const [query] = observedQueries(book, engine.schema());
      if (!query) throw new Error(`no query for ${name}`);
      // The first time has the translation in it, which is the same for any number of rows.
      const begun = performance.now();
      await engine.queryColumns({ text: `${query.kql} | take 1` });
      const started = performance.now();
      const before = process.cpuUsage();
      const { vectors } = await engine.queryColumns({ text: query.kql });
      const queried = performance.now();
      const { user, system } = process.cpuUsage(before);
      const processor = (user + system) / 1e6;
      const { events } = assembleObserved(
        book,
        [{ table: name, time: numbers(vectors[0]), rule: numbers(vectors[1]) }],
        set.attackVersion,
        1,
      );
      const done = performance.now();
      await engine.close();
      const rate = (milliseconds: number): string => (events.count / milliseconds / 1000).toFixed(2);
      console.log(
        `Mapping ${events.count} rows of ${name} by ${set.rules.length} rules (translated in ${((started - begun) / 1000).toFixed(1)} s): ${((queried - started) / 1000).toFixed(1)} s, ` +
          `${rate(queried - started)} M rows/s; with sorting ${rate(done - started)} M rows/s (wanted: 2). ` +
          `Processor: ${processor.toFixed(1)} s, so ${((events.count * CORES) / processor / 1e6).toFixed(2)} M rows/s on ${CORES} cores that nothing else uses`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function numbers(vector: ColumnVector | undefined): Float64Array {
  if (vector === undefined || vector.kind === 'dictionary') throw new Error('not a column of numbers');
  return vector.data;
}

/** The table as the case stores it, with a row of the rules' tests in turn. */
async function write(folder: string, name: string, set: RuleSet, rows: number): Promise<StoredTable> {
  const kinds = set.rules.flatMap((rule) => [
    ...rule.fires.slice(0, 1),
    ...rule.quiet.slice(0, 1),
    ...rule.quiet.slice(0, 1),
  ]);
  const columns = Object.entries(set.columns).filter(([column]) => column !== 'TimeGenerated');
  const values = kinds.map((kind) =>
    columns.map(([column, type]) => literal({ ...set.sample, ...kind }[column], type)).join(', '),
  );
  const list = columns.map(([column]) => `"${column}"`).join(', ');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  mkdirSync(join(folder, name), { recursive: true });
  const file = join(folder, name, 'part.parquet');
  await connection.run(
    `CREATE TABLE kinds AS SELECT row_number() OVER () - 1 AS k, * FROM (VALUES ${values.map((each) => `(${each})`).join(', ')}) AS t(${list})`,
  );
  await connection.run(
    `COPY (SELECT ${START} + (i * 1000000)::BIGINT AS "TimeGenerated", ${list} FROM range(${rows}) r(i) JOIN kinds ON kinds.k = hash(i) % ${kinds.length}) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 122880)`,
  );
  connection.closeSync();
  instance.closeSync();
  return {
    name,
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      ...columns.map(([column, type]) => ({ name: column, type })),
    ],
    files: [file],
  };
}

/** As the case stores a value: text, dynamic as JSON text, and what is not there as '' or NULL. */
function literal(value: JsonValue | undefined, type: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  if (type === 'string')
    return quoted(
      typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value),
    );
  if (value === undefined || value === null)
    return type === 'dynamic'
      ? 'NULL::VARCHAR'
      : type === 'bool'
        ? 'NULL::BOOLEAN'
        : type === 'real'
          ? 'NULL::DOUBLE'
          : 'NULL::BIGINT';
  if (type === 'dynamic') return quoted(JSON.stringify(value));
  if (type === 'datetime') return 'NULL::BIGINT';
  return String(value);
}
