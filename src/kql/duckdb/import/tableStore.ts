import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AzimuthError } from '../../../base/errors.ts';
import type { Column, KustoType } from '../../../domain/kustoType.ts';
import type {
  BatchResult,
  RecordBatch,
  TableImport,
  TableStore,
  TableTally,
} from '../../../domain/tableLoad.ts';
import { ImportDatabase, type Sql } from './connection.ts';
import { deduplicate, type Piece, tally } from './deduplicate.ts';
import { describeParquet } from './describeParquet.ts';
import type { ProbePlans } from './probe.ts';
import { type LoadTarget, loadBatch } from './loadBatch.ts';
import { mergeColumns, TableFiles } from './tableFiles.ts';

export interface TableStoreOptions {
  /** Absolute path of the case's derived/ folder. */
  readonly derived: string;
  /** Bytes for DuckDB; it spills to disk past them. */
  readonly memoryLimit?: number;
  readonly threads?: number;
}

const DEFAULT_MEMORY = 900 * 2 ** 20;

/** The case's tables as Parquet in derived/. */
export function openTableStore(options: TableStoreOptions): TableStore {
  return {
    begin: async (importId) => {
      if (!/^[A-Za-z0-9-]{1,100}$/.test(importId))
        throw new AzimuthError('import.bad-id', `"${importId}" is no id of an import.`, {
          unharmed: 'the case is unchanged',
        });
      const files = new TableFiles(options.derived);
      const scratch = files.scratch(importId);
      await mkdir(join(scratch, 'spill'), { recursive: true });
      const database = await ImportDatabase.open({
        memoryLimit: options.memoryLimit ?? DEFAULT_MEMORY,
        threads: options.threads ?? 2,
        spillFolder: join(scratch, 'spill'),
      });
      return new ParquetImport(importId, files, database);
    },
  };
}

interface OpenTable {
  columns: readonly Column[];
  versionsBy: 'record' | 'columns';
  readonly pieces: (Piece | undefined)[];
}

class ParquetImport implements TableImport {
  readonly scratch: string;
  readonly #id: string;
  readonly #files: TableFiles;
  readonly #database: ImportDatabase;
  readonly #tables = new Map<string, OpenTable>();
  readonly #plans: ProbePlans = new WeakMap();
  #paths = 0;

  constructor(id: string, files: TableFiles, database: ImportDatabase) {
    this.#id = id;
    this.#files = files;
    this.#database = database;
    this.scratch = files.scratch(id);
  }

  async load(batch: RecordBatch, signal?: AbortSignal): Promise<BatchResult> {
    const { size } = await stat(batch.path);
    // Tables that the batch turns out to hold; their schemas are read before, since a table's types bind the batch.
    for (const table of await this.#tablesOnDisk()) await this.#open(table);
    const places = new Map<string, { readonly pieces: (Piece | undefined)[]; readonly index: number }>();
    const target: LoadTarget = {
      plans: this.#plans,
      piece: async (table) => {
        const { pieces } = await this.#open(table);
        const path = this.#path(`${table}.parquet`);
        places.set(path, { pieces, index: pieces.push(undefined) - 1 });
        return path;
      },
      types: (table) => typesOf(this.#tables.get(table)?.columns ?? []),
      agree: ({ table, versionsBy }, columns) => {
        const open = this.#tables.get(table) ?? { columns: [], versionsBy: 'record', pieces: [] };
        this.#tables.set(table, open);
        open.columns = mergeColumns(open.columns, columns);
        if (versionsBy) open.versionsBy = versionsBy;
        return typesOf(open.columns);
      },
      written: (path, rows) => {
        const place = places.get(path);
        if (place) place.pieces[place.index] = { path, rows };
      },
    };
    return this.#database.use(signal, (sql) => loadBatch(sql, batch, size, target));
  }

  async describeParquet(
    path: string,
  ): Promise<{ readonly columns: readonly Column[]; readonly rows: number }> {
    return this.#database.use(undefined, (sql) => describeParquet(sql, path));
  }

  async commit(signal?: AbortSignal): Promise<readonly TableTally[]> {
    const moves: { from: string; to: string }[] = [];
    const tallies: TableTally[] = [];
    const schemas: { name: string; columns: readonly Column[] }[] = [];
    for (const [table, open] of this.#tables) {
      const pieces = open.pieces.filter((piece) => piece !== undefined && piece.rows > 0) as Piece[];
      if (pieces.length === 0) continue;
      await this.#database.use(signal, (sql) => this.#settle(sql, table, open, pieces, moves, tallies));
      schemas.push({ name: table, columns: open.columns });
    }
    signal?.throwIfAborted();
    for (const schema of schemas) await this.#files.writeSchema(schema);
    for (const { from, to } of moves) await rename(from, to);
    return tallies;
  }

  async close(): Promise<void> {
    this.#database.close();
    await rm(this.scratch, { recursive: true, force: true });
  }

  async #settle(
    sql: Sql,
    table: string,
    { columns, versionsBy }: OpenTable,
    pieces: readonly Piece[],
    moves: { from: string; to: string }[],
    tallies: TableTally[],
  ): Promise<void> {
    await sql.run('DROP TABLE IF EXISTS fresh');
    const committed = await this.#files.list('tables', table);
    const sources = await this.#files.list('sources', table);
    const settled = await deduplicate(sql, pieces, committed, sources, columns, versionsBy, (purpose) =>
      this.#path(`${table}-${purpose}.parquet`),
    );
    for (const [index, from] of settled.pieces.entries())
      moves.push({
        from,
        to: join(
          await this.#folder('tables', table),
          `${this.#id}${index === 0 ? '' : `-${index + 1}`}.parquet`,
        ),
      });
    if (settled.sources !== undefined)
      moves.push({
        from: settled.sources,
        to: join(await this.#folder('sources', table), `${this.#id}.parquet`),
      });
    for (const { file, member, rows, known } of await tally(sql, pieces))
      tallies.push({ file, member, table, rows, known });
  }

  async #folder(kind: 'tables' | 'sources', table: string): Promise<string> {
    const folder = this.#files.folder(kind, table);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async #tablesOnDisk(): Promise<readonly string[]> {
    return this.#files.tables();
  }

  async #open(table: string): Promise<OpenTable> {
    const known = this.#tables.get(table);
    if (known) return known;
    const schema = await this.#files.schema(table);
    // Another batch may have opened it meanwhile.
    const opened = this.#tables.get(table) ?? {
      columns: schema?.columns ?? [],
      versionsBy: 'record',
      pieces: [],
    };
    this.#tables.set(table, opened);
    return opened;
  }

  #path(name: string): string {
    this.#paths += 1;
    return join(this.scratch, `${String(this.#paths).padStart(5, '0')}-${basename(name)}`);
  }
}

function typesOf(columns: readonly Column[]): ReadonlyMap<string, KustoType> {
  return new Map(columns.map(({ name, type }) => [name, type]));
}
