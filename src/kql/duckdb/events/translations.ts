import { ticksFromIso } from '../../../base/ticks.ts';
import type { TimeWindow } from '../../../domain/answer.ts';
import type { DatabaseSchema } from '../../../domain/kustoType.ts';
import type { EngineOptions } from '../../engine.ts';
import { watchlistColumns } from '../../plan/operators/watchlist.ts';
import { Binder } from '../../syntax/analyse.ts';
import { CaseFiles } from '../caseFiles.ts';
import type { Database } from '../database.ts';
import { type Prepared, prepare } from '../prepare.ts';
import { streamChunks } from '../run.ts';

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

const KEPT_BINDERS = 24;
const KEPT_QUERIES = 4000;

/** Translations of queries over events, and the binders that they need, kept for as long as the watchlists are the same. */
export class EventTranslations {
  readonly #database: Database;
  readonly #files: CaseFiles;
  readonly #binders = new Map<string, Binder>();
  readonly #prepared = new Map<string, Prepared>();
  /** By text and schema: a translation, the time that is in its SQL, and whether that is all that other times change. */
  readonly #templates = new Map<string, { now: string; prepared: Prepared; sure: boolean }>();
  #lists: EventWatchlists = { watchlists: [] };

  constructor(database: Database) {
    this.#database = database;
    this.#files = new CaseFiles(database);
  }

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

  /** Rejects with KqlError. */
  async of(query: EventQuery): Promise<Prepared> {
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
