import { join } from 'node:path';
import type { KustoType } from '../../../src/domain/kustoType.ts';
import { HIDDEN_COLUMNS } from '../../../src/domain/eventKey.ts';
import { Database } from '../../../src/kql/duckdb/database.ts';
import type { StoredTable } from '../../../src/kql/engine.ts';
import { sqlType } from '../../../src/kql/functions/entry.ts';
import { identifier, quote } from '../../../src/kql/functions/quote.ts';
import { printJson } from '../reference/json.ts';
import type { Value } from '../reference/values.ts';
import type { NamedTable } from './data.ts';

/** Writes tables as a case has them, one Parquet file each. */
export async function storeTables(
  tables: readonly NamedTable[],
  folder: string,
  tag: string,
): Promise<StoredTable[]> {
  const database = await Database.open({ tables: [], functions: [], allowedFolders: [folder] });
  try {
    const connection = await database.connect('');
    const stored: StoredTable[] = [];
    for (const table of tables) {
      const file = join(folder, `${table.name}-${tag}.parquet`);
      await connection.run(
        `COPY (${selection(table)}) TO ${quote(file.replaceAll('\\', '/'))} (FORMAT parquet)`,
      );
      stored.push({ name: table.name, columns: table.columns, files: [file] });
    }
    connection.closeSync();
    return stored;
  } finally {
    database.close();
  }
}

function selection({ name, columns, rows }: NamedTable): string {
  const names = [...columns.map((column) => identifier(column.name)), identifier(HIDDEN_COLUMNS.key)];
  const lines = rows.map((row, i) => {
    const values = columns.map((column, c) => sqlValue(column.type, row[c] ?? null));
    return `(${[...values, quote(`${name}-${i}`)].join(', ')})`;
  });
  const none = `(${[...columns.map((column) => `NULL::${sqlType(column.type)}`), 'NULL::VARCHAR'].join(', ')})`;
  const from = `(VALUES ${lines.length > 0 ? lines.join(', ') : none}) AS x(${names.join(', ')})`;
  return `SELECT * FROM ${from}${lines.length > 0 ? '' : ' WHERE false'}`;
}

function sqlValue(type: KustoType, value: Value): string {
  return `(${bareValue(type, value)})::${sqlType(type)}`;
}

function bareValue(type: KustoType, value: Value): string {
  if (type === 'dynamic') return value === null ? 'NULL' : quote(printJson(value));
  if (value === null) return type === 'string' ? "''" : 'NULL';
  if (typeof value === 'number') return quote(value.toString());
  return typeof value === 'string' ? quote(value) : (value as bigint | boolean).toString();
}
