import { AzimuthError } from '../../base/errors.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { failed } from '../diagnostics.ts';
import type { EngineOptions } from '../engine.ts';
import { sqlType } from '../functions/entry.ts';
import { identifier } from '../functions/quote.ts';
import { type FileNeeded, fileKey } from '../plan/fileTable.ts';
import { fileTableName } from '../sql/names.ts';
import type { Database } from './database.ts';
import { fileRows } from './fileRows.ts';

const FROM_TEXT: Readonly<Record<KustoType, (text: string) => string>> = {
  string: (text) => `coalesce(${text}, '')`,
  bool: (text) => `kql_bool_of(${text})`,
  int: (text) => `TRY_CAST(kql_long_of(${text}) AS INTEGER)`,
  long: (text) => `kql_long_of(${text})`,
  real: (text) => `kql_real_of(${text})`,
  decimal: (text) => `TRY_CAST(${text} AS ${sqlType('decimal')})`,
  datetime: (text) => `kql_datetime_parse(${text})`,
  timespan: (text) => `kql_timespan_of(${text})`,
  guid: (text) => `kql_guid_of(${text})::UUID`,
  dynamic: (text) => `kql_json_valid(${text})`,
};

/** Files of the case that queries named, each as a table of its own while it stays as it is. */
export class CaseFiles {
  private readonly database: Database;
  private readonly loaded = new Map<string, { readonly table: string; readonly text: string }>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Reads the file and gives the name of its table. Rejects with KqlError where it is not to be had. */
  async table(needed: FileNeeded, readFile: EngineOptions['readFile']): Promise<string> {
    const key = fileKey(needed.file);
    const text = await contents(needed, readFile);
    const known = this.loaded.get(key);
    if (known?.text === text) return known.table;
    const table = `${needed.file.path}#${this.loaded.size}`;
    const columns = needed.file.columns.map(
      ({ name, type }, i) => `${FROM_TEXT[type](`r[${i + 1}]`)} AS ${identifier(name)}`,
    );
    const rows = fileRows(needed.file, text);
    await this.database.create(
      `CREATE OR REPLACE TABLE ${fileTableName(table)} AS SELECT ${[...columns, 'n AS "$order"'].join(', ')}
       FROM (SELECT unnest(rows) AS r, generate_subscripts(rows, 1) AS n
             FROM (SELECT from_json($1::JSON, '[["VARCHAR"]]') AS rows))`,
      JSON.stringify(rows.map((row) => row.map((value) => value ?? null))),
    );
    this.loaded.set(key, { table, text });
    return table;
  }
}

async function contents({ file, span }: FileNeeded, readFile: EngineOptions['readFile']): Promise<string> {
  try {
    const bytes = await readFile?.(file.path);
    if (bytes) return new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof AzimuthError) throw failed('file-not-read', error.message, span);
    throw error;
  }
  throw failed('file-not-found', `There is no file ${file.path} in this case.`, span);
}
