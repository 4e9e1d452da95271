import { Recent } from '../../base/recent.ts';
import type {
  Answer,
  AnswerSummary,
  Cell,
  Completeness,
  FurtherTable,
  QueryRequest,
} from '../../domain/answer.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type {
  ColumnarAnswer,
  EmbeddedEngine,
  EngineOptions,
  EngineRequest,
  SpooledSummary,
  Translation,
} from '../engine.ts';
import { explainPlan } from '../plan/explain.ts';
import { type Limits, NO_LIMITS } from '../plan/requestProperties.ts';
import { watchlistColumns } from '../plan/operators/watchlist.ts';
import { Binder } from '../syntax/analyse.ts';
import { CaseFiles } from './caseFiles.ts';
import { readColumns } from './columns.ts';
import { Database } from './database.ts';
import { type Prepared, prepare } from './prepare.ts';
import { canonicalLines } from './results/canonicalLines.ts';
import { spoolPrepared } from './results/spool.ts';
import { streamChunks } from './run.ts';
import { streamRows } from './streamRows.ts';

/**
 * Opens the engine over a case's tables. The first query also loads Kusto.Language (under a second).
 * @param binder over the same schema, of a caller that binds the same queries: each is bound once then
 */
export async function openEngine(options: EngineOptions, binder?: Binder): Promise<EmbeddedEngine> {
  return new DuckDbEngine(options, await Database.open(options), binder);
}

class DuckDbEngine implements EmbeddedEngine {
  private options: EngineOptions;
  private database: Database;
  private files: CaseFiles;
  private binder: Binder | undefined;
  /** By request. What rows or files had a part in is not kept, nor what hangs on the time of day. */
  private readonly prepared = new Recent<Prepared>(64);

  constructor(options: EngineOptions, database: Database, binder: Binder | undefined) {
    this.options = options;
    this.database = database;
    this.binder = binder;
    this.files = new CaseFiles(database);
  }

  schema(): DatabaseSchema {
    return {
      name: 'case',
      tables: this.options.tables.map(({ name, columns }) => ({ name, columns })),
      functions: this.options.functions,
      watchlists: (this.options.watchlists ?? []).map((watchlist) => ({
        alias: watchlist.alias,
        columns: watchlistColumns(watchlist),
      })),
    };
  }

  async reload(options: EngineOptions): Promise<void> {
    const sameFolders = options.allowedFolders.join('\n') === this.options.allowedFolders.join('\n');
    if (
      sameFolders &&
      options.memoryLimit === this.options.memoryLimit &&
      options.spillFolder === this.options.spillFolder
    )
      await this.database.setTables(options.tables);
    else {
      const next = await Database.open(options);
      this.database.close();
      this.database = next;
      this.files = new CaseFiles(next);
    }
    this.options = options;
    this.binder = undefined;
    this.prepared.clear();
  }

  translate(request: QueryRequest): Promise<Translation> {
    return this.prepare(request).then((prepared) => ({
      columns: prepared.answerColumns,
      sql: prepared.sql,
      plan: explainPlan(prepared.relation),
    }));
  }

  async query(
    request: QueryRequest,
    onRows: (rows: readonly (readonly Cell[])[], keys?: readonly (string | null)[]) => void,
    signal?: AbortSignal,
  ): Promise<AnswerSummary> {
    const started = performance.now();
    const prepared = await this.prepare(request, signal);
    const translated = performance.now();
    const { rows, cut } = await streamRows(
      this.database,
      prepared,
      (chunk, keys) => {
        if (request.withRowKeys !== true) onRows(chunk);
        else onRows(chunk, keys ?? chunk.map(() => null));
      },
      signal,
    );
    const summary = summaryOf(prepared, rows, cut, started, translated);
    return prepared.further.length === 0
      ? summary
      : { ...summary, further: await this.furtherTables(prepared, signal) };
  }

  private async furtherTables({ further }: Prepared, signal?: AbortSignal): Promise<FurtherTable[]> {
    const tables: FurtherTable[] = [];
    for (const prepared of further) {
      const rows: (readonly Cell[])[] = [];
      const { cut } = await streamRows(
        this.database,
        prepared,
        (chunk) => {
          for (const row of chunk) rows.push(row);
        },
        signal,
      );
      const completeness = cut ? cutBy(cut, rows.length, prepared.limits) : prepared.completeness;
      tables.push({ name: prepared.name, columns: prepared.answerColumns, rows, completeness });
    }
    return tables;
  }

  async queryAll(request: EngineRequest, signal?: AbortSignal): Promise<Answer> {
    const rows: (readonly Cell[])[] = [];
    const rowKeys: (string | null)[] = [];
    const summary = await this.query(
      request,
      (chunk, keys) => {
        for (const row of chunk) rows.push(row);
        for (const key of keys ?? []) rowKeys.push(key);
      },
      signal,
    );
    return { ...summary, rows, ...(request.withRowKeys === true && { rowKeys }) };
  }

  async spool(
    request: EngineRequest,
    file: string,
    signal?: AbortSignal,
    table = 0,
  ): Promise<SpooledSummary> {
    const started = performance.now();
    const first = await this.prepare(request, signal);
    const prepared = table === 0 ? first : first.further[table - 1];
    if (!prepared) throw new RangeError(`the query has no table ${table}`);
    const translated = performance.now();
    const written = await spoolPrepared(this.database, prepared, file, signal);
    const rows = Math.min(written, prepared.limits.rows);
    return {
      ...summaryOf(prepared, rows, written > rows ? 'rowLimit' : undefined, started, translated),
      tables: first.further.map(({ name }) => name),
    };
  }

  spooledLines(
    { file, columns, rows }: Parameters<EmbeddedEngine['spooledLines']>[0],
    onLines: (lines: readonly string[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return canonicalLines(this.database, file, columns, rows, onLines, signal);
  }

  async queryColumns(request: QueryRequest, signal?: AbortSignal): Promise<ColumnarAnswer> {
    const started = performance.now();
    const prepared = await this.prepare(request, signal, NO_LIMITS);
    const translated = performance.now();
    const read = await readColumns(this.database, prepared, signal);
    const by = read.cut ? 'rowLimit' : undefined;
    return { ...summaryOf(prepared, read.rows, by, started, translated), vectors: read.vectors };
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private async prepare(request: EngineRequest, signal?: AbortSignal, limits?: Limits): Promise<Prepared> {
    const { options, database, files } = this;
    const isFixed = (request.now ?? options.clock) !== undefined && (request.answers ?? []).length === 0;
    const key = JSON.stringify([request, limits]);
    const known = isFixed ? this.prepared.get(key) : undefined;
    if (known) return known;
    this.binder ??= new Binder(this.schema(), this.options.isTableElsewhere);
    let reads = 0;
    const prepared = await prepare(
      this.binder,
      request,
      options,
      {
        read: async (sql) => {
          reads++;
          const rows: unknown[][] = [];
          await streamChunks(database, sql, signal, (chunk) => {
            for (const row of chunk.getRows()) rows.push(row);
          });
          return rows;
        },
        readFile: (needed) => {
          reads++;
          return files.table(needed, options.readFile);
        },
        storedPaths: () => database.storedPaths(),
        openAnswer: (answer) => database.openAnswer(answer),
      },
      limits,
    );
    // A reload meanwhile has made another binder.
    if (isFixed && reads === 0 && this.options === options) this.prepared.set(key, prepared);
    return prepared;
  }
}

/** `by`: why rows past `rows` were left out, if they were. */
function summaryOf(
  prepared: Prepared,
  rows: number,
  by: 'rowLimit' | 'sizeLimit' | undefined,
  started: number,
  translated: number,
): AnswerSummary {
  return {
    columns: prepared.answerColumns,
    ordered: prepared.ordered,
    completeness: by ? cutBy(by, rows, prepared.limits) : prepared.completeness,
    statistics: { rows, elapsedMs: performance.now() - started, translateMs: translated - started },
    ...(prepared.visualization && { visualization: prepared.visualization }),
  };
}

function cutBy(by: 'rowLimit' | 'sizeLimit', rows: number, limits: Limits): Completeness {
  const most = by === 'rowLimit' ? `${limits.rows} rows` : `${limits.bytes} bytes`;
  return {
    state: 'cut',
    by,
    reason: `Only the first ${rows} rows are shown: an answer has at most ${most}. Narrow the query, or begin it with "set notruncation;".`,
  };
}
