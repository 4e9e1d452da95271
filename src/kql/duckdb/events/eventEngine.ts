import type { JsonObject } from '../../../base/json.ts';
import type { Answer, Cell } from '../../../domain/answer.ts';
import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import { type TableSchema, storedAsOne } from '../../../domain/kustoType.ts';
import type { StoredTable } from '../../engine.ts';
import { identifier, quote } from '../../functions/quote.ts';
import { storedTableView } from '../../sql/names.ts';
import { Database } from '../database.ts';
import { cellDecoder } from '../decode.ts';
import type { Prepared } from '../prepare.ts';
import { streamChunks } from '../run.ts';
import { selectRows, storedRow } from './eventRows.ts';
import { type EventQuery, EventTranslations, type EventWatchlists } from './translations.ts';

export interface EventTable {
  readonly schema: TableSchema;
  readonly rows: readonly JsonObject[];
}

/** How events reach the tables: the column with the time, else a delay in ticks. */
interface Arrival {
  readonly column: string | undefined;
  readonly delay: bigint;
}
interface KeptEvent {
  readonly time: bigint;
  readonly arrived: bigint;
  readonly key: string;
}
interface Visible {
  readonly start: bigint;
  readonly end: bigint;
  readonly arrivedBy: bigint;
  readonly byArrival: boolean;
  readonly without?: { readonly table: string; readonly key: string };
}

const HISTORY = 'history';
/** Events go to DuckDB as JSON, in texts that a string can hold. */
const ROWS_AT_ONCE = 10_000;

/**
 * KQL over events that are given for the moment: the tables are in memory and are replaced between queries, while
 * binders and translations are kept. One query at a time.
 */
export class EventEngine {
  readonly #database: Database;
  readonly #translations: EventTranslations;
  /** What each table of the database holds: a digest of its rows, or '' for an empty one. */
  readonly #held = new Map<string, string>();

  private constructor(database: Database) {
    this.#database = database;
    this.#translations = new EventTranslations(database);
  }

  /** What `_GetWatchlist` gives from now on. */
  useWatchlists(lists: EventWatchlists): void {
    this.#translations.useWatchlists(lists);
  }

  /** @param allowedFolders where Parquet files for `keepHistory` lie, absolute */
  static async open(allowedFolders: readonly string[] = []): Promise<EventEngine> {
    const database = await Database.open({ tables: [], functions: [], allowedFolders });
    return new EventEngine(database);
  }

  /** Replaces the events of all tables. */
  async load(tables: readonly EventTable[]): Promise<void> {
    const given = new Set(tables.map(({ schema }) => schema.name));
    for (const name of this.#held.keys()) if (!given.has(name)) await this.#drop(name);
    for (const { schema, rows } of tables) {
      const text = JSON.stringify(rows.map((row, index) => storedRow(schema, row, index)));
      const content = `${schema.columns.map(({ name, type }) => `${name}:${type}`).join()}\n${text}`;
      if (this.#held.get(schema.name) === content) continue;
      await this.#drop(schema.name);
      await this.#run(`CREATE TABLE ${storedTableView(schema.name)} AS ${selectRows(schema, text)}`);
      this.#held.set(schema.name, content);
    }
  }

  /** Rejects with KqlError. */
  async query(query: EventQuery, signal?: AbortSignal): Promise<Answer> {
    for (const table of query.schema.tables) if (!this.#held.has(table.name)) await this.#makeEmpty(table);
    return this.#answer(await this.#translations.of(query), query.maxRows, signal);
  }

  /**
   * Reads the rows of a time span out of stored tables, once. `windowed` then shows a part of them to queries.
   * Tables without TimeGenerated are kept whole.
   */
  async keepHistory(
    tables: readonly StoredTable[],
    span: { readonly start: bigint; readonly end: bigint },
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#run(`CREATE SCHEMA IF NOT EXISTS ${HISTORY}`);
    await this.#database.setTables(tables);
    for (const table of tables) {
      signal?.throwIfAborted();
      const columns = [...storedAsOne(table.columns).map(({ name }) => name), HIDDEN_COLUMNS.key];
      const within = isTimed(table)
        ? ` WHERE TimeGenerated >= ${span.start} AND TimeGenerated < ${span.end} ORDER BY TimeGenerated`
        : '';
      await this.#run(
        `CREATE OR REPLACE TABLE ${kept(table)} AS SELECT ${columns.map(identifier).join(', ')} FROM ${storedTableView(table.name)}${within}`,
      );
    }
    for (const table of tables) {
      await this.#run(`DROP VIEW ${storedTableView(table.name)}`);
      this.#held.delete(table.name);
    }
  }

  /** As keepHistory, of rows that were fetched from somewhere else. */
  async keepEvents(tables: readonly EventTable[]): Promise<void> {
    await this.#run(`CREATE SCHEMA IF NOT EXISTS ${HISTORY}`);
    for (const { schema, rows } of tables) {
      const stored = rows.map((row, index) => storedRow(schema, row, index));
      for (let from = 0; from === 0 || from < stored.length; from += ROWS_AT_ONCE) {
        const select = selectRows(schema, JSON.stringify(stored.slice(from, from + ROWS_AT_ONCE)));
        const into = from === 0 ? 'CREATE OR REPLACE TABLE' : 'INSERT INTO';
        await this.#run(`${into} ${kept(schema)} ${from === 0 ? 'AS ' : ''}${select}`);
      }
    }
  }

  /** Times of the events kept of a table, in order of time; ticks. Empty for a table without TimeGenerated. */
  async times(table: TableSchema, arrival: Arrival): Promise<readonly KeptEvent[]> {
    if (!isTimed(table)) return [];
    const rows: KeptEvent[] = [];
    await streamChunks(
      this.#database,
      `SELECT TimeGenerated, ${arrivedSql(arrival)}, ${identifier(HIDDEN_COLUMNS.key)} FROM ${kept(table)} WHERE TimeGenerated IS NOT NULL ORDER BY 1`,
      undefined,
      (chunk) => {
        for (const [time, arrived, key] of chunk.getRows())
          if (typeof time === 'bigint' && typeof arrived === 'bigint')
            rows.push({ time, arrived, key: typeof key === 'string' ? key : '' });
      },
    );
    return rows;
  }

  /** Shows queries the kept events of a window that have arrived by then; ticks, the end excluded. */
  async show(
    tables: readonly TableSchema[],
    visible: Visible,
    arrival: (table: string) => Arrival,
  ): Promise<void> {
    for (const table of tables) {
      const arrived = arrivedSql(arrival(table.name));
      const of = visible.byArrival ? arrived : 'TimeGenerated';
      const conditions = isTimed(table)
        ? [`${of} >= ${visible.start}`, `${of} < ${visible.end}`, `${arrived} <= ${visible.arrivedBy}`]
        : [];
      if (visible.without?.table === table.name)
        conditions.push(`${identifier(HIDDEN_COLUMNS.key)} <> ${quote(visible.without.key)}`);
      const within = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
      await this.#run(
        `CREATE OR REPLACE VIEW ${storedTableView(table.name)} AS SELECT * FROM ${kept(table)}${within}`,
      );
      this.#held.set(table.name, 'window');
    }
  }

  close(): void {
    this.#database.close();
  }

  async #answer(prepared: Prepared, limit = Infinity, signal: AbortSignal | undefined): Promise<Answer> {
    const started = performance.now();
    const decoders = prepared.columns.map(({ type }) => cellDecoder(type));
    const width = prepared.answerColumns.length;
    const rows: Cell[][] = [];
    const rowKeys: (string | null)[] = [];
    const state = { cut: false };
    await streamChunks(this.#database, prepared.sql, signal, (chunk) => {
      for (const values of chunk.getRows()) {
        if (rows.length >= limit) {
          state.cut = true;
          return;
        }
        const cells = values.map((value, index) => decoders[index]?.(value) ?? null);
        const key = prepared.withKeys ? cells[width] : null;
        rowKeys.push(typeof key === 'string' && key !== '' ? key : null);
        rows.push(cells.slice(0, width));
      }
    });
    return {
      columns: prepared.answerColumns,
      ordered: prepared.ordered,
      completeness: state.cut
        ? { state: 'cut', by: 'rowLimit', reason: `Only the first ${limit} rows are kept.` }
        : prepared.completeness,
      statistics: { rows: rows.length, elapsedMs: performance.now() - started },
      rows,
      rowKeys,
    };
  }

  async #makeEmpty(schema: TableSchema): Promise<void> {
    await this.#run(`CREATE TABLE ${storedTableView(schema.name)} AS ${selectRows(schema, '[]')}`);
    this.#held.set(schema.name, '');
  }

  async #drop(name: string): Promise<void> {
    const held = this.#held.get(name);
    if (held !== undefined)
      await this.#run(`DROP ${held === 'window' ? 'VIEW' : 'TABLE'} ${storedTableView(name)}`);
    this.#held.delete(name);
  }

  async #run(sql: string): Promise<void> {
    const connection = await this.#database.connect(sql);
    try {
      await connection.run(sql);
    } finally {
      connection.closeSync();
    }
  }
}

function isTimed({ columns }: TableSchema): boolean {
  return columns.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime');
}

function arrivedSql({ column, delay }: Arrival): string {
  const late = `TimeGenerated + ${delay}`;
  return column === undefined ? late : `coalesce(${identifier(column)}, ${late})`;
}

function kept({ name }: TableSchema): string {
  return `${HISTORY}.${identifier(name)}`;
}
