import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AzimuthError } from '../../base/errors.ts';
import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { EngineOptions, NamedAnswer, StoredTable } from '../engine.ts';
import { sqlType } from '../functions/entry.ts';
import { identifier, quote } from '../functions/quote.ts';
import { allUdfs } from '../functions/table.ts';
import { answerView } from '../plan/namedAnswer.ts';
import { CASE_SCHEMA, FILES_SCHEMA, fileTableName, storedTableView } from '../sql/names.ts';
import { macroStatements } from './macros.ts';
import { registerUdfs } from './udfs.ts';

const LAZY = allUdfs().filter((udf) => udf.ready);

/** One in-memory instance that may read the case's folders and nothing else. */
export class Database {
  private readonly instance: DuckDBInstance;
  private readonly keeper: DuckDBConnection;
  private readonly answers = new Set<string>();

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
    for (const table of tables) views.push(await this.viewOf(table));
    const statements = [`DROP SCHEMA ${CASE_SCHEMA} CASCADE`, `CREATE SCHEMA ${CASE_SCHEMA}`, ...views];
    await this.keeper.run('BEGIN');
    try {
      for (const statement of statements) await this.keeper.run(statement);
      await this.keeper.run('COMMIT');
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
    const keys = (await this.holders(file, answer.name)).has(key)
      ? ''
      : `, NULL::VARCHAR AS ${identifier(key)}`;
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

  /** A column that not every file has is null there, '' for strings. */
  private async viewOf(table: StoredTable): Promise<string> {
    const name = storedTableView(table.name);
    const hidden = [HIDDEN_COLUMNS.key];
    if (table.files.length === 0) {
      const columns = [
        ...table.columns.map((column) => `NULL::${sqlType(column.type)} AS ${identifier(column.name)}`),
        ...hidden.map((column) => `NULL::VARCHAR AS ${identifier(column)}`),
      ];
      return `CREATE VIEW ${name} AS SELECT ${columns.join(', ')} WHERE false`;
    }
    const files = `[${table.files.map((file) => quote(file.replaceAll('\\', '/'))).join(', ')}]`;
    const holders = await this.holders(files, table.name);
    const columns = table.columns.map((column) => {
      const held = holders.get(column.name) ?? 0;
      const id = identifier(column.name);
      const stored = `${id}::${sqlType(column.type)}`;
      if (held === 0) return `${column.type === 'string' ? "''" : `NULL::${sqlType(column.type)}`} AS ${id}`;
      if (held < table.files.length && column.type === 'string') return `coalesce(${stored}, '') AS ${id}`;
      return `${stored} AS ${id}`;
    });
    const all = [
      ...columns,
      ...hidden.map((column) =>
        holders.has(column) ? identifier(column) : `NULL::VARCHAR AS ${identifier(column)}`,
      ),
    ];
    const byName = table.files.length > 1 ? ', union_by_name = true' : '';
    return `CREATE VIEW ${name} AS SELECT ${all.join(', ')} FROM read_parquet(${files}${byName})`;
  }

  private async holders(files: string, table: string): Promise<Map<string, number>> {
    try {
      const result = await this.keeper.runAndReadAll(
        `SELECT name, count(DISTINCT file_name)::INTEGER FROM parquet_schema(${files}) WHERE type IS NOT NULL GROUP BY name`,
      );
      return new Map(
        result.getRows().map((row) => [typeof row[0] === 'string' ? row[0] : '', Number(row[1])]),
      );
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
