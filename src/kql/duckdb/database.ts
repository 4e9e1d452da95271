import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AzimuthError } from '../../base/errors.ts';
import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { EngineOptions, NamedAnswer, StoredTable } from '../engine.ts';
import { identifier, quote } from '../functions/quote.ts';
import { allUdfs } from '../functions/table.ts';
import { answerView } from '../plan/namedAnswer.ts';
import { CASE_SCHEMA, FILES_SCHEMA, fileTableName, storedTableView } from '../sql/names.ts';
import type { StoredPath, StoredPaths } from '../plan/storedPaths.ts';
import { macroStatements } from './macros.ts';
import { emptyTable, type FileHoldings, type TableView, tableView } from './tableView.ts';
import { registerUdfs } from './udfs.ts';

const LAZY = allUdfs().filter((udf) => udf.ready);

/** One in-memory instance that may read the case's folders and nothing else. */
export class Database {
  private readonly instance: DuckDBInstance;
  private readonly keeper: DuckDBConnection;
  private readonly answers = new Set<string>();
  private paths: StoredPaths = new Map();

  private constructor(instance: DuckDBInstance, keeper: DuckDBConnection) {
    this.instance = instance;
    this.keeper = keeper;
  }

  static async open(options: EngineOptions): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(Math.max(1, availableParallelism())),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const keeper = await instance.connect();
    const settings = [
      `SET allowed_directories = [${options.allowedFolders.map((folder) => quote(folder)).join(', ')}]`,
      ...(options.memoryLimit === undefined ? [] : [`SET memory_limit = '${options.memoryLimit}B'`]),
      options.spillFolder === undefined
        ? "SET temp_directory = ''"
        : `SET temp_directory = ${quote(options.spillFolder)}`,
      'SET enable_external_access = false',
      `CREATE SCHEMA ${CASE_SCHEMA}`,
      `CREATE SCHEMA ${FILES_SCHEMA}`,
    ];
    for (const statement of settings) await keeper.run(statement);
    registerUdfs(keeper, allUdfs());
    for (const statement of macroStatements()) await keeper.run(statement);
    await keeper.run('SET lock_configuration = true');
    const database = new Database(instance, keeper);
    await database.setTables(options.tables);
    return database;
  }

  /** All views at once or none: a query sees the tables as they were or as they are. */
  async setTables(tables: readonly StoredTable[]): Promise<void> {
    const views: string[] = [];
    const paths = new Map<string, readonly StoredPath[]>();
    for (const table of tables) {
      const view = await this.viewOf(table);
      views.push(view.sql);
      paths.set(table.name, view.paths);
    }
    const statements = [`DROP SCHEMA ${CASE_SCHEMA} CASCADE`, `CREATE SCHEMA ${CASE_SCHEMA}`, ...views];
    await this.keeper.run('BEGIN');
    try {
      for (const statement of statements) await this.keeper.run(statement);
      await this.keeper.run('COMMIT');
      this.paths = paths;
    } catch (error) {
      await this.keeper.run('ROLLBACK');
      throw error;
    }
  }

  /** The spooled answer as a view over its file, which is not written again. */
  async openAnswer(answer: NamedAnswer): Promise<void> {
    const view = answerView(answer);
    if (this.answers.has(view)) return;
    const file = quote(answer.file.replaceAll('\\', '/'));
    const { key } = HIDDEN_COLUMNS;
    // Where each row stands for many, there are no keys, whether they were asked for or not.
    const held = [...(await this.holdings(file, answer.name)).values()];
    const keys = held.some((columns) => columns.has(key)) ? '' : `, NULL::VARCHAR AS ${identifier(key)}`;
    await this.keeper.run(
      `CREATE OR REPLACE VIEW ${fileTableName(view)} AS SELECT *${keys} FROM read_parquet(${file})`,
    );
    this.answers.add(view);
  }

  /** Runs one statement with one text as its parameter. */
  async create(statement: string, parameter: string): Promise<void> {
    await this.keeper.run(statement, [parameter]);
  }

  /** A connection for one statement, with what the functions called in it need. */
  async connect(sql: string): Promise<DuckDBConnection> {
    for (const { name, ready } of LAZY) if (ready && sql.includes(name)) await ready();
    return this.instance.connect();
  }

  close(): void {
    this.keeper.closeSync();
    this.instance.closeSync();
  }

  /** By table: paths into its dynamic columns whose values its view has. */
  storedPaths(): StoredPaths {
    return this.paths;
  }

  private async viewOf(table: StoredTable): Promise<TableView> {
    const name = storedTableView(table.name);
    if (table.files.length === 0) return { sql: `CREATE VIEW ${name} AS ${emptyTable(table)}`, paths: [] };
    const files = `[${table.files.map((file) => quote(file.replaceAll('\\', '/'))).join(', ')}]`;
    return tableView(table, await this.holdings(files, table.name));
  }

  /** The columns of each file, by its path. */
  private async holdings(files: string, table: string): Promise<FileHoldings> {
    try {
      const result = await this.keeper.runAndReadAll(
        `SELECT file_name, name FROM parquet_schema(${files}) WHERE type IS NOT NULL`,
      );
      const holdings = new Map<string, Set<string>>();
      for (const [file, column] of result.getRows()) {
        if (typeof file !== 'string' || typeof column !== 'string') continue;
        const held = holdings.get(file) ?? new Set();
        holdings.set(file, held.add(column));
      }
      return holdings;
    } catch (error) {
      throw new AzimuthError(
        'kql.table-not-readable',
        `The table ${table} could not be read: ${error instanceof Error ? error.message : String(error)}`,
        {
          unharmed: 'the originals in evidence are not touched',
          next: ['Import the files of this table again.'],
        },
        { cause: error },
      );
    }
  }
}
