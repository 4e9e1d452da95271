import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AzimuthError } from '../../../base/errors.ts';
import type { Column, KustoType } from '../../../domain/kustoType.ts';
import type {
  BatchResult,
  BatchTurn,
  RecordBatch,
  TableDisk,
  TableImport,
  TableStore,
  TableTally,
} from '../../../domain/tableLoad.ts';
import type { DynamicPath } from '../storedPaths.ts';
import { ImportDatabase, type Sql } from './connection.ts';
import { deduplicate, type Piece, tally } from './deduplicate.ts';
import { describeParquet } from './describeParquet.ts';
import type { ProbePlans } from './probe.ts';
import { type LoadTarget, loadBatch } from './loadBatch.ts';
import { mergeColumns, scratchFolder, tableFolder, TableFiles } from './tableFiles.ts';

export interface TableStoreOptions {
  readonly disk: TableDisk;
  /** Ids of the imports that are in the tables, in their order. */
  readonly committed: readonly string[];
  /** Bytes for DuckDB; it spills to disk past them. */
  readonly memoryLimit?: number;
  /** Threads of the commit; each batch is loaded by one, for batches are loaded side by side. */
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
      const { disk, committed } = options;
      const spill = `${scratchFolder(importId)}/spill`;
      await disk.makeFolder(spill);
      const database = await ImportDatabase.open({
        memoryLimit: options.memoryLimit ?? DEFAULT_MEMORY,
        spillFolder: disk.absolute(spill),
      });
      return new ParquetImport(
        importId,
        disk,
        new TableFiles(disk, committed),
        database,
        options.threads ?? 2,
      );
    },
  };
}

interface OpenTable {
  /** As the case has it. */
  readonly known: readonly Column[];
  /** With what batches have named so far. */
  columns: readonly Column[];
  versionsBy: 'record' | 'columns';
  readonly parts: Part[];
  /** Once its first batch was looked at. */
  paths?: Promise<readonly DynamicPath[]>;
}

/** What a batch brings to a table. */
interface Part {
  readonly order: number;
  columns: readonly Column[];
  readonly pieces: Piece[];
}

/** A file of the scratch folder and where it goes; both relative to the case. */
interface Move {
  readonly from: string;
  readonly folder: string;
  readonly name: string;
}

class ParquetImport implements TableImport {
  readonly scratch: string;
  readonly #id: string;
  readonly #disk: TableDisk;
  readonly #files: TableFiles;
  readonly #database: ImportDatabase;
  readonly #tables = new Map<string, OpenTable>();
  readonly #plans: ProbePlans = new WeakMap();
  readonly #threads: number;
  /** By path of a piece: done when it is on the disk. */
  readonly #syncs = new Map<string, Promise<void>>();
  #paths = 0;

  constructor(id: string, disk: TableDisk, files: TableFiles, database: ImportDatabase, threads: number) {
    this.#threads = threads;
    this.#id = id;
    this.#disk = disk;
    this.#files = files;
    this.#database = database;
    this.scratch = disk.absolute(scratchFolder(id));
  }

  async load(batch: RecordBatch, turn: BatchTurn, signal?: AbortSignal): Promise<BatchResult> {
    const { size } = await stat(batch.path);
    // Tables that the batch turns out to hold; their schemas are read before, since a table's types bind the batch.
    for (const table of await this.#tablesOnDisk()) await this.#open(table);
    const places = new Map<string, Part>();
    const target: LoadTarget = {
      plans: this.#plans,
      turn,
      piece: async (table) => {
        const path = this.#path(`${table}.parquet`);
        places.set(path, partOf(await this.#open(table), turn));
        return path;
      },
      types: (table) => typesOf(this.#tables.get(table)?.columns ?? []),
      agree: ({ table, versionsBy }, columns) => {
        const open = this.#tables.get(table) ?? newTable([]);
        this.#tables.set(table, open);
        open.columns = mergeColumns(open.columns, columns);
        const part = partOf(open, turn);
        part.columns = mergeColumns(part.columns, columns);
        if (versionsBy) open.versionsBy = versionsBy;
        return typesOf(open.columns);
      },
      paths: async (table, find) => {
        const open = await this.#open(table);
        return (open.paths ??= find());
      },
      written: (path, rows) => {
        places.get(path)?.pieces.push({ path, rows });
        this.#syncEarly(path);
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
    const moves: Move[] = [];
    const tallies: TableTally[] = [];
    await this.#database.use(signal, (sql) => sql.run(`SET threads = ${this.#threads}`));
    for (const [table, open] of this.#tables) {
      const settled = inOrder(open);
      if (settled.pieces.length === 0) continue;
      await this.#database.use(signal, (sql) => this.#settle(sql, table, settled, moves, tallies));
      moves.push(await this.#writeSchema(table, settled.columns));
    }
    signal?.throwIfAborted();
    await this.#place(moves);
    return tallies;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#syncs.values());
    this.#database.close();
    try {
      await this.#disk.removeTree(scratchFolder(this.#id));
    } catch {
      // A leftover, which the next import removes; what became of this one is known already.
    }
  }

  async #writeSchema(table: string, columns: readonly Column[]): Promise<Move> {
    const from = this.#scratchFile(this.#path('schema.json'));
    const file = await this.#disk.open(from, 'new');
    try {
      await file.write(Buffer.from(`${JSON.stringify({ name: table, columns }, null, 1)}\n`));
    } finally {
      await file.close();
    }
    return { from, folder: tableFolder('tables', table), name: `${this.#id}.json` };
  }

  /** All files are on the disk whole before the first is put into its place. */
  async #place(moves: readonly Move[]): Promise<void> {
    for (const { from } of moves) await (this.#syncs.get(from) ?? this.#sync(from));
    const folders = [...new Set(moves.map(({ folder }) => folder))];
    for (const folder of folders) await this.#disk.makeFolder(folder);
    for (const { from, folder, name } of moves) await this.#disk.rename(from, `${folder}/${name}`);
    for (const folder of folders) await this.#disk.syncFolder(folder);
  }

  /** While other batches load; a failure is told of by the commit. */
  #syncEarly(path: string): void {
    const sync = this.#sync(this.#scratchFile(path));
    sync.catch(() => undefined);
    this.#syncs.set(this.#scratchFile(path), sync);
  }

  async #sync(path: string): Promise<void> {
    const file = await this.#disk.open(path, 'edit');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Relative to the case. */
  #scratchFile(path: string): string {
    return `${scratchFolder(this.#id)}/${basename(path)}`;
  }

  async #settle(
    sql: Sql,
    table: string,
    { columns, versionsBy, pieces }: OrderedTable,
    moves: Move[],
    tallies: TableTally[],
  ): Promise<void> {
    await sql.run('DROP TABLE IF EXISTS fresh');
    const committed = await this.#files.list('tables', table);
    const sources = await this.#files.list('sources', table);
    const settled = await deduplicate(sql, pieces, committed, sources, columns, versionsBy, (purpose) =>
      this.#path(`${table}-${purpose}.parquet`),
    );
    const move = (from: string, kind: 'tables' | 'sources', name: string): void => {
      moves.push({ from: this.#scratchFile(from), folder: tableFolder(kind, table), name });
    };
    for (const [index, from] of settled.pieces.entries())
      move(from, 'tables', `${this.#id}${index === 0 ? '' : `.${index + 1}`}.parquet`);
    if (settled.sources !== undefined) move(settled.sources, 'sources', `${this.#id}.parquet`);
    for (const { file, member, rows, known } of await tally(sql, pieces))
      tallies.push({ file, member, table, rows, known });
  }

  async #tablesOnDisk(): Promise<readonly string[]> {
    return this.#files.tables();
  }

  async #open(table: string): Promise<OpenTable> {
    const known = this.#tables.get(table);
    if (known) return known;
    const schema = await this.#files.schema(table);
    // Another batch may have opened it meanwhile.
    const opened = this.#tables.get(table) ?? newTable(schema?.columns ?? []);
    this.#tables.set(table, opened);
    return opened;
  }

  #path(name: string): string {
    this.#paths += 1;
    return join(this.scratch, `${String(this.#paths).padStart(5, '0')}-${basename(name)}`);
  }
}

function newTable(known: readonly Column[]): OpenTable {
  return { known, columns: known, versionsBy: 'record', parts: [] };
}

function partOf({ parts }: OpenTable, { order }: BatchTurn): Part {
  const found = parts.find((part) => part.order === order);
  if (found) return found;
  const part: Part = { order, columns: [], pieces: [] };
  parts.push(part);
  return part;
}

interface OrderedTable extends Pick<OpenTable, 'columns' | 'versionsBy'> {
  readonly pieces: readonly Piece[];
}

/** Columns and pieces in the order of the batches, whichever was done first. */
function inOrder({ known, columns, versionsBy, parts }: OpenTable): OrderedTable {
  const ordered = [...parts].sort((a, b) => a.order - b.order);
  const types = new Map(columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const names = ordered.reduce<readonly Column[]>((so, part) => mergeColumns(so, part.columns), known);
  return {
    columns: names.map(({ name, type }) => ({ name, type: types.get(name.toLowerCase()) ?? type })),
    versionsBy,
    pieces: ordered.flatMap(({ pieces }) => pieces.filter(({ rows }) => rows > 0)),
  };
}

function typesOf(columns: readonly Column[]): ReadonlyMap<string, KustoType> {
  return new Map(columns.map(({ name, type }) => [name, type]));
}
