import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { JsonValue } from '../../base/json.ts';
import { UNIX_EPOCH_TICKS } from '../../base/ticks.ts';
import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { KustoType, TableSchema } from '../../domain/kustoType.ts';

type Row = Readonly<Record<string, JsonValue>>;

/** Characters gathered over all tables before the fullest one is written; what bounds the memory. */
const HELD_CHARACTERS = 96 * 1024 * 1024;

/** JSON type in which a column is read, and the expression that makes the stored value of it. */
const FORMS: Readonly<Record<KustoType, readonly [read: string, stored: (name: string) => string]>> = {
  bool: ['BOOLEAN', (name) => name],
  int: ['INTEGER', (name) => name],
  long: ['BIGINT', (name) => name],
  real: ['DOUBLE', (name) => name],
  decimal: ['VARCHAR', (name) => `${name}::DECIMAL(38, 10)`],
  string: ['VARCHAR', (name) => `coalesce(${name}, '')`],
  datetime: ['VARCHAR', (name) => `${name}::TIMESTAMP`],
  timespan: ['VARCHAR', (name) => name],
  guid: ['VARCHAR', (name) => `${name}::UUID`],
  dynamic: ['JSON', (name) => `${name}::VARCHAR`],
};

/** `export`: as a stranger would write it. `case`: as the importer stores it, so that an engine can be opened on it. */
export type ParquetLayout = 'export' | 'case';

/** What a case table has beside the service's columns; these rows come from no original. */
const HIDDEN = `concat('sample#', ordinal) AS ${quoted(HIDDEN_COLUMNS.key)}, '' AS ${quoted(HIDDEN_COLUMNS.raw)},
  '' AS ${quoted(HIDDEN_COLUMNS.digest)}, 'sample' AS ${quoted(HIDDEN_COLUMNS.file)}, '' AS ${quoted(HIDDEN_COLUMNS.member)},
  ordinal AS ${quoted(HIDDEN_COLUMNS.record)}, 'sample' AS ${quoted(HIDDEN_COLUMNS.shape)}`;

/** Ticks since year 1 of an ISO 8601 text. */
function ticks(name: string): string {
  return `epoch_ns(${name}::TIMESTAMP_NS) // 100 + ${UNIX_EPOCH_TICKS}`;
}

interface Held {
  readonly table: TableSchema;
  lines: string[];
  characters: number;
  files: number;
  /** Rows in files so far. */
  rows: number;
}

/**
 * Writes `folder/Table/part-00001.parquet` and so on: datetimes as TIMESTAMP (microseconds), dynamic as JSON text.
 * Rows go through a JSON Lines file that DuckDB reads with the table's own schema: that is several times faster than
 * handing values over one by one.
 */
export class DuckDbParquetSink {
  readonly #folder: string;
  readonly #layout: ParquetLayout;
  readonly #connection: DuckDBConnection;
  readonly #close: () => void;
  readonly #held = new Map<string, Held>();
  readonly #written: string[] = [];
  #characters = 0;
  /** The file being written: one at a time, beside the rows that come meanwhile. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    folder: string,
    layout: ParquetLayout,
    connection: DuckDBConnection,
    close: () => void,
  ) {
    this.#folder = folder;
    this.#layout = layout;
    this.#connection = connection;
    this.#close = close;
  }

  /** @param folder absolute; made where it is missing */
  static async open(folder: string, layout: ParquetLayout = 'export'): Promise<DuckDbParquetSink> {
    await mkdir(folder, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '2' });
    const connection = await instance.connect();
    return new DuckDbParquetSink(folder, layout, connection, () => {
      connection.closeSync();
      instance.closeSync();
    });
  }

  async appendRows(table: TableSchema, rows: readonly Row[]): Promise<void> {
    let held = this.#held.get(table.name);
    if (!held) this.#held.set(table.name, (held = { table, lines: [], characters: 0, files: 0, rows: 0 }));
    for (const row of rows) {
      const line = JSON.stringify(row);
      held.lines.push(line);
      held.characters += line.length;
      this.#characters += line.length;
    }
    while (this.#characters > HELD_CHARACTERS) {
      const fullest = [...this.#held.values()].reduce((a, b) => (a.characters >= b.characters ? a : b));
      await this.#writing;
      this.#writing = this.#write(fullest);
      // Whoever waits for it next hears of its failure.
      this.#writing.catch(() => undefined);
    }
  }

  async close(): Promise<readonly string[]> {
    try {
      await this.#writing;
      for (const held of this.#held.values()) if (held.lines.length > 0) await this.#write(held);
    } finally {
      this.#close();
    }
    return this.#written;
  }

  async #write(held: Held): Promise<void> {
    const { table, lines } = held;
    held.files += 1;
    this.#characters -= held.characters;
    held.characters = 0;
    held.lines = [];
    const part = `part-${String(held.files).padStart(5, '0')}`;
    const folder = join(this.#folder, table.name);
    await mkdir(folder, { recursive: true });
    const source = join(folder, `${part}.ndjson.tmp`);
    try {
      await writeFile(source, `${lines.join('\n')}\n`);
      const columns = table.columns
        .map(({ name, type }) => `${quoted(name)}: ${text(FORMS[type][0])}`)
        .join(', ');
      const stored = table.columns.map(({ name, type }) => {
        const form = this.#layout === 'case' && type === 'datetime' ? ticks : FORMS[type][1];
        return `${form(quoted(name))} AS ${quoted(name)}`;
      });
      if (this.#layout === 'case') stored.push(HIDDEN);
      await this.#connection.run(
        `COPY (SELECT ${stored.join(', ')} FROM (SELECT *, row_number() OVER () + ${held.rows} AS ordinal FROM read_json(${text(source)}, format = 'newline_delimited', columns = {${columns}})))
         TO ${text(join(folder, `${part}.parquet`))} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } finally {
      await rm(source, { force: true });
    }
    held.rows += lines.length;
    this.#written.push(`${table.name}/${part}.parquet`);
  }
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
