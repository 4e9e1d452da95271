import { DuckDBInstance } from '@duckdb/node-api';
import type { Cell } from '../../domain/answer.ts';
import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { StoredTable } from '../engine.ts';
import { identifier, quote } from '../functions/quote.ts';
import { cellDecoder } from './decode.ts';

/** Where a record stands in an original. */
export interface RecordPlace {
  /** Digest of the original. */
  readonly file: string;
  /** Path inside an archive, '' otherwise. */
  readonly member: string;
  /** From 1. */
  readonly record: number;
  readonly shape: string;
}

/** One event of a table with what the importer kept beside it. */
export interface StoredRecord {
  /** Cells by column; columns without a value are left out. */
  readonly row: Readonly<Record<string, Cell>>;
  readonly raw: string;
  readonly place: RecordPlace;
  /** Further originals that hold the event. */
  readonly others: readonly RecordPlace[];
}

type Values = Readonly<Record<string, unknown>>;
const { key, raw, file, member, record, shape } = HIDDEN_COLUMNS;

/**
 * The events with these keys, an entry a key, undefined where the table has none. `sources` are the Parquet files of
 * further sightings. Reads the files named and nothing else.
 */
export async function readRecords(
  table: StoredTable,
  sources: readonly string[],
  keys: readonly string[],
): Promise<readonly (StoredRecord | undefined)[]> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    const allowed = [...table.files, ...sources].map((path) => quote(slashes(path))).join(', ');
    await connection.run(`SET allowed_paths = [${allowed}]`);
    await connection.run('SET enable_external_access = false');
    const read = async (files: readonly string[], columns: string): Promise<readonly Values[]> => {
      if (files.length === 0 || keys.length === 0) return [];
      const from = `read_parquet([${files.map((path) => quote(slashes(path))).join(', ')}], union_by_name = true)`;
      const wanted = keys.map((each) => quote(each)).join(', ');
      const result = await connection.runAndReadAll(
        `SELECT ${columns} FROM ${from} WHERE ${identifier(key)} IN (${wanted})`,
      );
      return result.getRowObjects();
    };
    const events = await read(table.files, '*');
    const sightings = await read(sources, [key, file, member, record, shape].map(identifier).join(', '));
    return keys.map((each) => {
      const found = events.find((values) => values[key] === each);
      const others = sightings.filter((values) => values[key] === each).map(placeOf);
      return found && { row: rowOf(table, found), raw: text(found[raw]), place: placeOf(found), others };
    });
  } finally {
    instance.closeSync();
  }
}

function rowOf(table: StoredTable, values: Values): Readonly<Record<string, Cell>> {
  const row: Record<string, Cell> = {};
  for (const { name, type } of table.columns) {
    const cell = cellDecoder(type)(values[name]);
    if (cell !== null && cell !== '') row[name] = cell;
  }
  return row;
}

function placeOf(values: Values): RecordPlace {
  return {
    file: text(values[file]),
    member: text(values[member]),
    record: Number(values[record]),
    shape: text(values[shape]),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
