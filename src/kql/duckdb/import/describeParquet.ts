import { AzimuthError } from '../../../base/errors.ts';
import type { Column, KustoType } from '../../../domain/kustoType.ts';
import type { Sql } from './connection.ts';
import { text } from './sqlText.ts';

/** DuckDB's name of a Parquet column's type → Kusto's; what is not listed is read as text. */
const TYPES: readonly (readonly [RegExp, KustoType])[] = [
  [/^BOOLEAN$/, 'bool'],
  [/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/, 'int'],
  [/^(BIGINT|UINTEGER|UBIGINT|HUGEINT)$/, 'long'],
  [/^(FLOAT|DOUBLE|DECIMAL.*)$/, 'real'],
  [/^(TIMESTAMP.*|DATE)$/, 'datetime'],
  [/^UUID$/, 'guid'],
  [/^(STRUCT|MAP|JSON).*|.*\[\d*\]$/, 'dynamic'],
];

export async function describeParquet(
  sql: Sql,
  path: string,
): Promise<{ readonly columns: readonly Column[]; readonly rows: number }> {
  try {
    const columns = await sql.rows(`DESCRIBE SELECT * FROM read_parquet(${text(path)})`);
    const [count] = await sql.rows(`SELECT count(*)::BIGINT AS n FROM read_parquet(${text(path)})`);
    return {
      columns: columns.map((row) => {
        const stored = String(row['column_type']);
        return {
          name: String(row['column_name']),
          type: TYPES.find(([pattern]) => pattern.test(stored))?.[1] ?? 'string',
        };
      }),
      rows: Number(count?.['n'] ?? 0),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AzimuthError('import.bad-parquet', `It is not a readable Parquet file (${detail}).`, {
      unharmed: 'the case is unchanged',
    });
  }
}
