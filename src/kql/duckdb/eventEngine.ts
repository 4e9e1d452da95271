import { ticksFromIso } from '../../base/ticks.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Answer, Cell, TimeWindow } from '../../domain/answer.ts';
import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { DatabaseSchema, KustoType, TableSchema } from '../../domain/kustoType.ts';
import type { EngineOptions, StoredTable } from '../engine.ts';
import { sqlType } from '../functions/entry.ts';
import { watchlistColumns } from '../plan/operators/watchlist.ts';
import { identifier, quote } from '../functions/quote.ts';
import { storedTableView } from '../sql/names.ts';
import { Binder } from '../syntax/analyse.ts';
import { parseTimespan } from '../values/timespan.ts';
import { CaseFiles } from './caseFiles.ts';
import { Database } from './database.ts';
import { cellDecoder } from './decode.ts';
import { type Prepared, prepare } from './prepare.ts';
import { streamChunks } from './run.ts';

export interface EventTable {
  readonly schema: TableSchema;
  readonly rows: readonly JsonObject[];
}

export interface EventQuery {
  readonly text: string;
  /** ISO 8601 */
  readonly now: string;
  readonly window?: TimeWindow;
  /** All tables that the query names must be in it; those that hold no events are empty. */
  readonly schema: DatabaseSchema;
  readonly maxRows?: number;
}

/** Watchlists that queries may name, and how their files are read. */
export type EventWatchlists = Required<Pick<EngineOptions, 'watchlists'>> & Pick<EngineOptions, 'readFile'>;

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
const KEPT_BINDERS = 24;
const KEPT_QUERIES = 4000;
/** Events go to DuckDB as JSON, in texts that a string can hold. */
const ROWS_AT_ONCE = 10_000;

/**
 * KQL over events that are given for the moment: the tables are in memory and are replaced between queries, while
 * binders and translations are kept. One query at a time.
 */
export class EventEngine {
  readonly #database: Database;
  readonly #binders = new Map<string, Binder>();
  readonly #prepared = new Map<string, Prepared>();
  /** By text and schema: a translation, the time that is in its SQL, and whether that is all that other times change. */
  readonly #templates = new Map<string, { now: string; prepared: Prepared; sure: boolean }>();
  /** What each table of the database holds: a digest of its rows, or '' for an empty one. */
  readonly #held = new Map<string, string>();
  readonly #files: CaseFiles;
  #lists: EventWatchlists = { watchlists: [] };

  private constructor(database: Database) {
    this.#database = database;
    this.#files = new CaseFiles(database);
  }

  /** What `_GetWatchlist` gives from now on. */
  useWatchlists(lists: EventWatchlists): void {
    const key = ({ watchlists }: EventWatchlists): string =>
      watchlists.map(({ path, alias, version }) => `${path} ${alias} ${version}`).join('\n');
    if (key(lists) !== key(this.#lists)) {
      this.#binders.clear();
      this.#prepared.clear();
      this.#templates.clear();
    }
    this.#lists = lists;
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
    return this.#answer(await this.#prepare(query), query.maxRows, signal);
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
      const columns = [...table.columns.map(({ name }) => name), HIDDEN_COLUMNS.key];
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

  async #prepare(query: EventQuery): Promise<Prepared> {
    const { text, now, window, schema } = query;
    const part = schemaKey(schema);
    const key = JSON.stringify([text, now, window, query.maxRows, part]);
    const known = this.#prepared.get(key) ?? this.#retimed(query, part);
    if (known) return known;
    const state = { probed: false };
    const prepared = await prepare(
      this.#binder(schema, part),
      {
        text,
        now,
        ...(window && { window }),
        ...(query.maxRows !== undefined && { maxRows: query.maxRows }),
        withRowKeys: true,
      },
      { ...optionsOf(schema), watchlists: this.#lists.watchlists },
      {
        read: async (sql) => {
          // The columns depend on the rows, so that this translation holds for these rows only.
          state.probed = true;
          const rows: unknown[][] = [];
          await streamChunks(this.#database, sql, undefined, (chunk) => {
            for (const row of chunk.getRows()) rows.push(row);
          });
          return rows;
        },
        openAnswer: () => Promise.reject(new Error('a query over events names no answers')),
        readFile: (needed) => {
          state.probed = true;
          return this.#files.table(needed, this.#lists.readFile);
        },
      },
    );
    if (!state.probed) {
      if (this.#prepared.size >= KEPT_QUERIES) this.#prepared.clear();
      this.#prepared.set(key, prepared);
      if (!window) this.#learn(query, part, prepared);
    }
    return prepared;
  }

  /** The translation for another now, where it is known that now is all that it differs by. */
  #retimed({ text, now, window }: EventQuery, part: string): Prepared | undefined {
    const template = window ? undefined : this.#templates.get(JSON.stringify([text, part]));
    const ticks = ticksFromIso(now);
    return template?.sure && ticks !== undefined
      ? { ...template.prepared, sql: template.prepared.sql.replaceAll(template.now, String(ticks)) }
      : undefined;
  }

  /** Two translations at two times that differ by the time alone tell that a third will too. */
  #learn({ text, now }: EventQuery, part: string, prepared: Prepared): void {
    const key = JSON.stringify([text, part]);
    const ticks = String(ticksFromIso(now) ?? '');
    const before = this.#templates.get(key);
    if (before?.now === ticks) return;
    const sure = before !== undefined && before.prepared.sql.replaceAll(before.now, ticks) === prepared.sql;
    if (this.#templates.size >= KEPT_QUERIES) this.#templates.clear();
    this.#templates.set(key, { now: ticks, prepared, sure });
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

  #binder(schema: DatabaseSchema, key: string): Binder {
    const known = this.#binders.get(key);
    if (known) return known;
    const watchlists = this.#lists.watchlists.map((watchlist) => ({
      alias: watchlist.alias,
      columns: watchlistColumns(watchlist),
    }));
    const binder = new Binder({ ...schema, watchlists });
    if (this.#binders.size >= KEPT_BINDERS) this.#binders.delete(this.#binders.keys().next().value ?? '');
    this.#binders.set(key, binder);
    return binder;
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

function schemaKey({ tables, functions }: DatabaseSchema): string {
  return [
    ...tables.map(
      ({ name, columns }) => `${name}(${columns.map((column) => `${column.name}:${column.type}`).join()})`,
    ),
    ...functions.map(({ name, parameters, body }) => `${name}${parameters}${body}`),
  ].join('\n');
}

function optionsOf(schema: DatabaseSchema): EngineOptions {
  return {
    tables: schema.tables.map((table) => ({ ...table, files: [] })),
    functions: schema.functions,
    allowedFolders: [],
  };
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

/** JSON types in which a value comes, then cast to how it is stored. */
const READ: Readonly<Record<KustoType, string>> = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'VARCHAR',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  guid: 'VARCHAR',
  dynamic: 'VARCHAR',
};

function selectRows({ columns }: TableSchema, json: string): string {
  const all = [...columns, { name: HIDDEN_COLUMNS.key, type: 'string' as const }];
  const structure = JSON.stringify([Object.fromEntries(all.map(({ name, type }) => [name, READ[type]]))]);
  const values = all.map(({ name, type }) => `r[${quote(name)}]::${sqlType(type)} AS ${identifier(name)}`);
  return `SELECT ${values.join(', ')} FROM (SELECT unnest(from_json(${quote(json)}, ${quote(structure)})) AS r)`;
}

function storedRow({ name: table, columns }: TableSchema, row: JsonObject, index: number): JsonObject {
  const stored: Record<string, JsonValue> = { [HIDDEN_COLUMNS.key]: `${index + 1}` };
  for (const { name, type } of columns) {
    const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
    const made = storedValue(value, type);
    if (made === undefined)
      throw new RangeError(`${table}.${name} of event ${index + 1} is no ${type}: ${JSON.stringify(value)}`);
    stored[name] = made;
  }
  return stored;
}

/** As the importer stores it; undefined where the value is not of the type. */
function storedValue(value: JsonValue, type: KustoType): JsonValue | undefined {
  if (type === 'string')
    return value === null
      ? ''
      : typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  if (type === 'dynamic') return value === null ? null : JSON.stringify(value);
  if (value === null || value === '') return null;
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
    case 'long':
      return Number.isSafeInteger(Number(value)) && typeof value !== 'boolean' ? Number(value) : undefined;
    case 'real':
      return typeof value !== 'boolean' && !Number.isNaN(Number(value)) ? Number(value) : undefined;
    case 'decimal':
    case 'guid':
      return typeof value === 'object' ? undefined : String(value);
    case 'datetime':
      return typeof value === 'string' ? ticksFromIso(value)?.toString() : undefined;
    case 'timespan':
      return typeof value === 'string' ? parseTimespan(value)?.toString() : undefined;
  }
}
