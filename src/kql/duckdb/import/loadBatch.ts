import type { Column, KustoType } from '../../../domain/kustoType.ts';
import type { TableMapping } from '../../../domain/logMapping.ts';
import type { BatchReject, BatchResult, BatchTurn, RecordBatch } from '../../../domain/tableLoad.ts';
import type { Sql } from './connection.ts';
import type { DynamicPath } from '../storedPaths.ts';
import { hotPaths, withPathColumns } from './hotPaths.ts';
import { openColumns } from './openColumns.ts';
import { type Probe, type ProbePlans, type ProbedRoute, probe } from './probe.ts';
import { numberedSql, readRecordsSql } from './recordSource.ts';
import { type RowSql, rowSql } from './rowSql.ts';
import { routedSql } from './routeSql.ts';
import type { Spellings } from './spellings.ts';
import { text, textList } from './sqlText.ts';
import { placeWithin, readWithin } from './within.ts';

/** What a load needs to know of the import that it is part of. */
export interface LoadTarget {
  readonly plans: ProbePlans;
  readonly turn: BatchTurn;
  /** Absolute path of a new Parquet file for the table. */
  piece(table: string): Promise<string>;
  /** Types that the table's columns have already, in the case or by an earlier batch. */
  types(table: string): ReadonlyMap<string, KustoType>;
  /** Adds columns to the table and returns the types that hold from now on: the first to name a column sets its type. */
  agree(mapping: TableMapping, columns: readonly Column[]): ReadonlyMap<string, KustoType>;
  /** The paths into dynamic columns whose values the table's pieces store; `find` is asked once in an import. */
  paths(table: string, find: () => Promise<readonly DynamicPath[]>): Promise<readonly DynamicPath[]>;
  /** Called when the piece is on disk. */
  written(path: string, rows: number): void;
}

/** Raw bytes of records per Parquet row group: DuckDB holds one row group per thread while it writes. */
const ROW_GROUP_BYTES = 16 * 2 ** 20;

/** Writes the records of a batch as pieces of their tables and reports what did not fit. */
export async function loadBatch(
  sql: Sql,
  batch: RecordBatch,
  bytes: number,
  target: LoadTarget,
): Promise<BatchResult> {
  await sql.run(readRecordsSql(batch));
  const seen = await probe(sql, batch.routing, target.plans);
  const numbered = numberedSql(seen.unwrap);
  const rejects: BatchReject[] = await malformedRejects(sql, seen, numbered);
  const notes: { segment: number; text: string }[] = [];
  // Packed columns say little about what their rows are as records.
  const recordBytes = batch.kind === 'parquet' ? await sampledBytes(sql) : bytes / Math.max(1, seen.records);
  const rowsPerGroup = Math.min(122_880, Math.max(2048, Math.floor(ROW_GROUP_BYTES / recordBytes)));
  if (seen.routes.length > 1)
    await sql.run(
      `CREATE OR REPLACE TEMP TABLE routed AS SELECT r, routes FROM (${routedSql(numbered, batch.routing.keys, seen.routePaths)})`,
    );
  const mappings = new Set(seen.routes.flatMap(({ mapping }) => (mapping ? [mapping] : [])));
  const last = [...mappings].at(-1);
  for (const mapping of mappings) {
    const records = routedRecords(numbered, seen, (route) => route.mapping === mapping);
    const routed = seen.routes.filter((route) => route.mapping === mapping);
    const spellings = seen.spellings(mapping);
    const whole: Rows = {
      mapping,
      records,
      spellings,
      count: routed.reduce((sum, route) => sum + route.records, 0),
      isLast: mapping === last && mapping.holds === undefined,
    };
    const load = async (rows: Rows): Promise<void> => {
      const { rejected, noted } = await loadRows(sql, batch, rows, rowsPerGroup, target);
      rejects.push(...rejected);
      notes.push(...noted);
    };
    if (!mapping.within) await load(whole);
    for (const inner of [mapping, ...(mapping.holds ?? [])]) {
      const held = inner.within && (await readWithin(sql, inner, inner.within, records, spellings));
      if (!held) continue;
      rejects.push(...held.rejects);
      await load({ mapping: inner, isLast: false, ...held });
      await sql.run('DROP TABLE inside');
    }
  }
  const homeless = seen.routes.filter(({ mapping }) => mapping === undefined);
  if (homeless.length > 0) {
    const records = routedRecords(numbered, seen, ({ mapping }) => mapping === undefined);
    for (const row of await sql.rows(`SELECT r FROM (${records})`))
      rejects.push({ record: Number(row['r']), reason: 'No table takes a record of this kind.' });
  }
  await sql.run('DROP TABLE records');
  return { rejects: rejects.sort((a, b) => a.record - b.record), notes };
}

/** Records that become rows of one table. */
interface Rows {
  readonly mapping: TableMapping;
  /** `SELECT r, raw, d, j`, and `sub` of those within others. */
  readonly records: string;
  readonly spellings: Spellings;
  readonly count: number;
  /** No other rows of the batch are loaded after these. */
  readonly isLast: boolean;
}

interface LoadedRows {
  readonly rejected: readonly BatchReject[];
  readonly noted: BatchResult['notes'];
}

async function loadRows(
  sql: Sql,
  batch: RecordBatch,
  load: Rows,
  rowsPerGroup: number,
  target: LoadTarget,
): Promise<LoadedRows> {
  const { mapping, count } = load;
  // What the values of the first batch are sets the types of columns that no mapping names.
  if (mapping.open) await target.turn.earlier;
  const rows = await planRows(sql, batch, load, target);
  if (load.isLast) target.turn.named();
  const path = await target.piece(mapping.table);
  const paths = await target.paths(mapping.table, () =>
    hotPaths((sample) => sql.rows(sample), rows.rows, rows.columns),
  );
  const held = new Set(rows.columns.filter(({ type }) => type === 'dynamic').map((column) => column.name));
  const stored = withPathColumns(
    rows.rows,
    paths.filter(({ column }) => held.has(column)),
  );
  const written = await sql.run(
    `COPY (${stored}) TO ${text(path)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${rowsPerGroup})`,
  );
  target.written(path, written);
  const undated =
    rows.undated !== undefined && (mapping.unroll || written < count) ? await sql.rows(rows.undated) : [];
  return {
    rejected: undated.map((row) => ({
      record: Number(row['r']),
      reason: mapping.within
        ? `The time of ${placeWithin(mapping.within, Number(row['sub']))} is missing or cannot be read as ${mapping.table}.${mapping.time ?? ''}.`
        : `The record's time cannot be read as ${mapping.table}.${mapping.time ?? ''}.`,
    })),
    noted: await misfitNotes(sql, mapping.table, path, rows),
  };
}

async function sampledBytes(sql: Sql): Promise<number> {
  const [row] = await sql.rows(
    'SELECT avg(strlen(j::VARCHAR)) AS bytes FROM (SELECT j FROM records LIMIT 4096)',
  );
  return Math.max(1, Number(row?.['bytes'] ?? 1));
}

const isObject = "json_type(j) IS NOT DISTINCT FROM 'OBJECT'";

async function malformedRejects(sql: Sql, seen: Probe, numbered: string): Promise<BatchReject[]> {
  if (seen.malformed === 0) return [];
  const rows = await sql.rows(`SELECT r, raw IS NULL AS broken FROM (${numbered}) WHERE NOT (${isObject})`);
  return rows.map((row) => ({
    record: Number(row['r']),
    reason: row['broken'] === true ? 'The text is not valid JSON.' : 'The JSON is not an object.',
  }));
}

/**
 * `SELECT r, raw, d, j` of the records that go the way; all of them without looking where all do. The ways are looked up in
 * a table of their own: as an expression DuckDB would evaluate them anew wherever a filter moves to.
 */
function routedRecords(numbered: string, seen: Probe, goes: (route: ProbedRoute) => boolean): string {
  const mine = seen.routes.filter(goes);
  const whole = seen.malformed === 0 ? 'true' : isObject;
  if (mine.length === seen.routes.length) return `SELECT r, raw, d, j FROM (${numbered}) WHERE ${whole}`;
  return `SELECT r, raw, d, j FROM (${numbered}) SEMI JOIN (SELECT r FROM routed
    WHERE routes IN (${mine.map(({ values }) => textList(values)).join(', ')})) USING (r) WHERE ${whole}`;
}

async function planRows(
  sql: Sql,
  batch: RecordBatch,
  { mapping, records, spellings }: Rows,
  target: LoadTarget,
): Promise<RowSql> {
  const known = target.types(mapping.table);
  const open = await openColumns(sql, mapping, spellings, known, records);
  const plan = (types: ReadonlyMap<string, KustoType>): RowSql =>
    rowSql({
      mapping,
      columns: [...mapping.columns, ...open].map((column) => ({
        ...column,
        type: types.get(column.column) ?? column.type,
      })),
      spellings,
      segments: batch.segments,
      shape: batch.routing.shape,
      records,
    });
  const planned = plan(known);
  return plan(target.agree(mapping, planned.columns));
}

/** Counting misfits costs a pass, which only columns with nulls (the file's own statistics tell) are worth. */
async function misfitNotes(
  sql: Sql,
  table: string,
  path: string,
  rows: RowSql,
): Promise<readonly { segment: number; text: string }[]> {
  if (rows.fallible.length === 0) return [];
  const nulls = await sql.rows(
    `SELECT DISTINCT path_in_schema AS c FROM parquet_metadata(${text(path)}) WHERE stats_null_count IS DISTINCT FROM 0`,
  );
  const withNulls = new Set(nulls.map((row) => String(row['c'])));
  const columns = rows.fallible.filter((column) => withNulls.has(column));
  if (columns.length === 0) return [];
  const counted = await sql.rows(rows.misfits(columns));
  return counted.flatMap((row) =>
    columns.flatMap((column, i) => {
      const count = Number(row[`n${i}`]);
      if (count === 0) return [];
      const type = rows.columns.find((other) => other.name === column)?.type ?? '';
      return [
        {
          segment: Number(row['seg']),
          text: `${count} ${count === 1 ? 'value' : 'values'} of ${table}.${column} could not be read as ${type} and ${count === 1 ? 'is' : 'are'} null; the raw records have ${count === 1 ? 'it' : 'them'}.`,
        },
      ];
    }),
  );
}
