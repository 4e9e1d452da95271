import { DuckDBInstance } from '@duckdb/node-api';
import { UNIX_EPOCH_TICKS } from '../../../base/ticks.ts';
import type { AnswerColumn } from '../../../domain/answer.ts';
import type { KustoType } from '../../../domain/kustoType.ts';
import { identifier, quote } from '../../functions/quote.ts';
import { spooledName } from './spool.ts';

/**
 * Copies rows of a spooled answer to a Parquet file that other programs read: columns by their names, datetimes as
 * timestamps of microseconds (null where out of their range), timespans as counts of 100 ns, dynamic as JSON text.
 * @param columns those wanted, with their places in the answer
 * @param places rows wanted, in this order
 */
export async function exportParquet(
  spooled: string,
  columns: readonly { readonly place: number; readonly column: AnswerColumn }[],
  places: Iterable<number>,
  to: string,
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  try {
    await connection.run('CREATE TABLE wanted (n BIGINT, place BIGINT)');
    const appender = await connection.createAppender('wanted');
    let at = 0n;
    for (const place of places) {
      appender.appendBigInt(BigInt(place));
      appender.appendBigInt(at++);
      appender.endRow();
    }
    appender.closeSync();
    const names = uniqueNames(columns.map(({ column }) => column.name));
    const select = columns.map(
      ({ place, column }, index) =>
        `${exported(spooledName(place), column.type)} AS ${identifier(names[index] ?? '')}`,
    );
    await connection.run(
      `COPY (SELECT ${select.join(', ')} FROM read_parquet(${quote(spooled.replaceAll('\\', '/'))}) JOIN wanted USING (n)
        ORDER BY place) TO ${quote(to.replaceAll('\\', '/'))} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Parquet readers take names that differ in case only for one. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 1; taken.has(unique.toLowerCase()); n++) unique = `${name}_${n}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function exported(name: string, type: KustoType): string {
  return type === 'datetime' ? `try(make_timestamp((${name} - ${UNIX_EPOCH_TICKS}) // 10))` : name;
}
