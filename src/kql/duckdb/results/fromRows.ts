import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { DuckDBInstance } from '@duckdb/node-api';
import type { JsonValue } from '../../../base/json.ts';
import { ticksFromIso } from '../../../base/ticks.ts';
import type { AnswerColumn, Cell } from '../../../domain/answer.ts';
import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import type { KustoType } from '../../../domain/kustoType.ts';
import { sqlType } from '../../functions/entry.ts';
import { identifier, quote } from '../../functions/quote.ts';
import { parseTimespan } from '../../values/timespan.ts';
import { RESULT_FORMAT, spooledName } from './spool.ts';

/**
 * Writes rows that came from elsewhere as a spooled answer, by way of a JSON Lines file beside it.
 * @param file absolute; removed where it fails
 */
export async function spoolRows(
  columns: readonly AnswerColumn[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  file: string,
  signal?: AbortSignal,
): Promise<number> {
  const lines = `${file}.ndjson`;
  try {
    const count = await writeLines(columns, rows, lines, signal);
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '2GB' });
    const connection = await instance.connect();
    try {
      const read = columns.map((_, index) => `${spooledName(index)}: 'VARCHAR'`).join(', ');
      const select = columns.map(({ type }, index) => {
        const name = spooledName(index);
        return type === 'string'
          ? `coalesce(${name}, '') AS ${name}`
          : `${name}::${sqlType(type)} AS ${name}`;
      });
      await connection.run(
        `COPY (SELECT ${[...select, 'n', `NULL::VARCHAR AS ${identifier(HIDDEN_COLUMNS.key)}`].join(', ')}
          FROM read_json(${quote(lines)}, format = 'newline_delimited', maximum_object_size = 67108864,
            columns = {${read}${read === '' ? '' : ', '}n: 'BIGINT'}))
         TO ${quote(file.replaceAll('\\', '/'))} ${RESULT_FORMAT}`,
      );
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return count;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await rm(lines, { force: true });
  }
}

async function writeLines(
  columns: readonly AnswerColumn[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const out = createWriteStream(file);
  let n = 0;
  try {
    for await (const row of rows) {
      signal?.throwIfAborted();
      const line: Record<string, JsonValue> = { n };
      columns.forEach(({ type }, index) => {
        line[spooledName(index)] = storedText(row[index] ?? null, type);
      });
      n += 1;
      if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await once(out, 'close');
  }
  return n;
}

/** What the column's stored type can be cast from. A value that is none of its type is null rather than another one. */
function storedText(cell: Cell, type: KustoType): string | null {
  if (cell === null) return null;
  if (type === 'dynamic') return JSON.stringify(cell);
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  if (type === 'datetime') return ticksFromIso(text)?.toString() ?? null;
  if (type === 'timespan') return parseTimespan(text)?.toString() ?? null;
  return text;
}
