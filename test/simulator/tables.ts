import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import type { Column, KustoType, TableSchema } from '../../src/domain/kustoType.ts';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import { DuckDbParquetSink } from '../../src/kql/duckdb/parquetSink.ts';
import type { EmbeddedEngine, StoredTable } from '../../src/kql/engine.ts';

type Row = Readonly<Record<string, JsonValue>>;

/** Tables on disk, written as a case stores them, with the embedded engine over them. */
export class Tables {
  readonly #folder: string;
  readonly #clock: string;
  readonly #stored = new Map<string, StoredTable>();
  #engine: EmbeddedEngine | undefined;
  #version = 0;

  private constructor(folder: string, clock: string) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** @param clock ISO 8601; what now() is */
  static async make(clock: string): Promise<Tables> {
    return new Tables(await mkdtemp(join(tmpdir(), 'azimuth-simulator-')), clock);
  }

  /** Writes tables, each in place of the one of its name. */
  async put(tables: ReadonlyMap<TableSchema, readonly Row[]>): Promise<void> {
    const folder = join(this.#folder, String(this.#version++));
    const sink = await DuckDbParquetSink.open(folder, 'case');
    for (const [table, rows] of tables) if (rows.length > 0) await sink.appendRows(table, rows);
    const files = await sink.close();
    for (const { name, columns } of tables.keys())
      this.#stored.set(name, {
        name,
        columns,
        files: files.filter((file) => file.startsWith(`${name}/`)).map((file) => join(folder, file)),
      });
    await this.#engine?.reload(this.#options());
  }

  schema(): readonly TableSchema[] {
    return [...this.#stored.values()];
  }

  async engine(): Promise<EmbeddedEngine> {
    return (this.#engine ??= await openEngine(this.#options()));
  }

  async rows(text: string): Promise<readonly JsonObject[]> {
    const { columns, rows } = await (await this.engine()).queryAll({ text });
    return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
  }

  async close(): Promise<void> {
    await this.#engine?.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #options(): Parameters<typeof openEngine>[0] {
    const tables = [...this.#stored.values()].filter(({ files }) => files.length > 0);
    return { tables, functions: [], allowedFolders: [this.#folder], clock: this.#clock };
  }
}

/** `Name:string Tags:dynamic`, for tables that are written here. */
export function columnsOf(text: string): readonly Column[] {
  return text
    .trim()
    .split(/\s+/)
    .map((each) => {
      const [name = '', type = 'string'] = each.split(':');
      return { name, type: type as KustoType };
    });
}
