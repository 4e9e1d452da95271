import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AzimuthError } from '../../../base/errors.ts';
import { IMPORT_MACROS } from './macros.ts';

export type SqlValue = string | number | bigint | boolean | null | readonly SqlValue[];
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface ImportDatabaseOptions {
  /** Bytes that DuckDB may use before it spills to `spillFolder`. */
  readonly memoryLimit: number;
  readonly spillFolder: string;
}

/**
 * A private in-memory database whose connections know the import's macros. A statement has one thread: statements of
 * several connections side by side cost a third less than the same with threads of their own.
 */
export class ImportDatabase {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(options: ImportDatabaseOptions): Promise<ImportDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.round(options.memoryLimit / 2 ** 20)}MiB`,
      threads: '1',
      temp_directory: options.spillFolder,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const database = new ImportDatabase(instance);
    await database.use(undefined, async (sql) => {
      for (const macro of IMPORT_MACROS) await sql.run(macro);
    });
    return database;
  }

  /** Lends a connection; an abort interrupts the statement under way and makes the call reject with the reason. */
  async use<T>(signal: AbortSignal | undefined, work: (sql: Sql) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const connection = this.#idle.pop() ?? (await this.#open());
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      return await work(new Sql(connection, signal));
    } finally {
      signal?.removeEventListener('abort', interrupt);
      this.#idle.push(connection);
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    this.#instance.closeSync();
  }

  async #open(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  }
}

/** Statements on one connection. DuckDB ends an interrupted statement as if it were done, so each checks the signal. */
export class Sql {
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(connection: DuckDBConnection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** Resolves to the count of rows changed or written. */
  async run(text: string): Promise<number> {
    const result = await this.#guard(() => this.#connection.runAndReadAll(text));
    const count = result.getRowsJS()[0]?.[0];
    return typeof count === 'bigint' ? Number(count) : 0;
  }

  async rows(text: string): Promise<readonly SqlRow[]> {
    const result = await this.#guard(() => this.#connection.runAndReadAll(text));
    return result.getRowObjectsJS() as SqlRow[];
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    this.#signal?.throwIfAborted();
    try {
      const result = await work();
      this.#signal?.throwIfAborted();
      return result;
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof Error && error.message.includes('Out of Memory'))
        throw new AzimuthError('import.out-of-memory', 'The import needed more memory than it may use.', {
          unharmed: 'the case is unchanged',
          next: ['Close other programs, or import fewer files at once.'],
        });
      throw error;
    }
  }
}
