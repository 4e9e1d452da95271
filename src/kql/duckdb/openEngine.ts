import type { Answer, AnswerSummary, Cell, QueryRequest } from '../../domain/answer.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { ColumnarAnswer, EmbeddedEngine, EngineOptions, Translation } from '../engine.ts';
import { explainPlan } from '../plan/explain.ts';
import { Binder } from '../syntax/analyse.ts';
import { readColumns } from './columns.ts';
import { Database } from './database.ts';
import { cellDecoder } from './decode.ts';
import { type Prepared, prepare } from './prepare.ts';
import { canonicalLines } from './results/canonicalLines.ts';
import { spoolPrepared } from './results/spool.ts';
import { streamChunks } from './run.ts';

/** Opens the engine over a case's tables. The first query also loads Kusto.Language (under a second). */
export async function openEngine(options: EngineOptions): Promise<EmbeddedEngine> {
  return new DuckDbEngine(options, await Database.open(options));
}

class DuckDbEngine implements EmbeddedEngine {
  private options: EngineOptions;
  private database: Database;
  private binder: Binder | undefined;

  constructor(options: EngineOptions, database: Database) {
    this.options = options;
    this.database = database;
  }

  schema(): DatabaseSchema {
    return {
      name: 'case',
      tables: this.options.tables.map(({ name, columns }) => ({ name, columns })),
      functions: this.options.functions,
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
    }
    this.options = options;
    this.binder = undefined;
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
    const decoders = prepared.columns.map((column) => cellDecoder(column.type));
    const width = prepared.answerColumns.length;
    const limit = request.maxRows ?? Infinity;
    let rows = 0;
    const state = { cut: false };
    await streamChunks(this.database, prepared.sql, signal, (chunk) => {
      const count = Math.min(chunk.rowCount, limit - rows);
      if (count < chunk.rowCount) state.cut = true;
      if (count <= 0) return;
      const columns = decoders.map((decode, i) => {
        const vector = chunk.getColumnVector(i);
        return Array.from({ length: count }, (_, row) => decode(vector.getItem(row)));
      });
      const out = Array.from({ length: count }, (_, row) =>
        columns.slice(0, width).map((column) => column[row] ?? null),
      );
      rows += count;
      if (request.withRowKeys !== true) onRows(out);
      else onRows(out, prepared.withKeys ? keysOf(columns[width] ?? []) : out.map(() => null));
    });
    return summaryOf(prepared, rows, state.cut, started, translated);
  }

  async queryAll(request: QueryRequest, signal?: AbortSignal): Promise<Answer> {
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

  async spool(request: QueryRequest, file: string, signal?: AbortSignal): Promise<AnswerSummary> {
    const started = performance.now();
    const prepared = await this.prepare(request, signal);
    const translated = performance.now();
    const written = await spoolPrepared(this.database, prepared, file, signal);
    const limit = request.maxRows ?? Infinity;
    return summaryOf(prepared, Math.min(written, limit), written > limit, started, translated);
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
    const prepared = await this.prepare(request, signal);
    const translated = performance.now();
    const read = await readColumns(this.database, prepared, request.maxRows, signal);
    return { ...summaryOf(prepared, read.rows, read.cut, started, translated), vectors: read.vectors };
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private async prepare(request: QueryRequest, signal?: AbortSignal): Promise<Prepared> {
    this.binder ??= new Binder(this.schema());
    return prepare(this.binder, request, this.options, async (sql) => {
      const rows: unknown[][] = [];
      await streamChunks(this.database, sql, signal, (chunk) => {
        for (const row of chunk.getRows()) rows.push(row);
      });
      return rows;
    });
  }
}

/** `cut`: rows past `rows` were left out. */
function summaryOf(
  prepared: Prepared,
  rows: number,
  cut: boolean,
  started: number,
  translated: number,
): AnswerSummary {
  return {
    columns: prepared.answerColumns,
    ordered: prepared.ordered,
    completeness: cut
      ? { state: 'cut', by: 'rowLimit', reason: `Only the first ${rows} rows are shown.` }
      : prepared.completeness,
    statistics: { rows, elapsedMs: performance.now() - started, translateMs: translated - started },
    ...(prepared.visualization && { visualization: prepared.visualization }),
  };
}

/** A key that is not there reads as '' (strings are never null). */
function keysOf(column: readonly Cell[]): (string | null)[] {
  return column.map((key) => (typeof key === 'string' && key !== '' ? key : null));
}
