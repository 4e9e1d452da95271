import { rm } from 'node:fs/promises';
import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import type { KustoType } from '../../../domain/kustoType.ts';
import { identifier, quote } from '../../functions/quote.ts';
import type { Database } from '../database.ts';
import type { Prepared } from '../prepare.ts';
import { streamChunks } from '../run.ts';

/** Small enough that a page is read quickly, large enough to compress. */
export const RESULT_FORMAT = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)';

/** Column of a spooled answer by its place; `n` is the row's. Names of an answer may differ in case only. */
export const spooledName = (index: number): string => `c${index}`;

/** Runs the statement into a file; gives the rows that it wrote. */
export async function spoolPrepared(
  database: Database,
  { sql, answerColumns, withKeys }: Prepared,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const names = answerColumns.map((_, index) => spooledName(index));
  const key = identifier(HIDDEN_COLUMNS.key);
  const columns = answerColumns.map(({ type }, index) => stored(spooledName(index), type));
  const select = [...columns, `row_number() OVER () - 1 AS n`, ...(withKeys ? [key] : [])].join(', ');
  const source = `(${sql}) AS answer(${[...names, ...(withKeys ? [key] : [])].join(', ')})`;
  let rows = 0;
  try {
    await streamChunks(
      database,
      `COPY (SELECT ${select} FROM ${source}) TO ${quote(file.replaceAll('\\', '/'))} ${RESULT_FORMAT}`,
      signal,
      (chunk) => {
        rows += Number(chunk.getColumnVector(0).getItem(0));
      },
    );
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return rows;
}

/** Strings are never null, which the table that is made of the file relies on. */
function stored(name: string, type: KustoType): string {
  return type === 'string' ? `coalesce(${name}, '') AS ${name}` : name;
}
