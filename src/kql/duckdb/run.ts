import type { DuckDBDataChunk } from '@duckdb/node-api';
import { isCancellation } from '../../base/errors.ts';
import { failed, KqlError } from '../diagnostics.ts';
import type { Database } from './database.ts';

/**
 * Runs one statement and hands over its chunks until there are no more or `onChunk` answers false. Rejects with the signal's reason when it fires: an interrupted
 * stream ends without an error, so the signal is asked after each chunk and at the end.
 */
export async function streamChunks(
  database: Database,
  sql: string,
  signal: AbortSignal | undefined,
  onChunk: (chunk: DuckDBDataChunk) => unknown,
): Promise<void> {
  signal?.throwIfAborted();
  const connection = await database.connect(sql);
  let again: NodeJS.Timeout | undefined;
  // An interrupt that comes before the statement has begun on its thread is lost, so it is sent until it is heeded.
  const interrupt = (): void => {
    connection.interrupt();
    again ??= setInterval(() => connection.interrupt(), 20);
  };
  signal?.addEventListener('abort', interrupt);
  try {
    // It may have fired while the connection was made, before anything listened.
    signal?.throwIfAborted();
    const result = await connection.stream(sql);
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await result.fetchChunk();
      signal?.throwIfAborted();
      if (!chunk || chunk.rowCount === 0) break;
      if (onChunk(chunk) === false) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw asKqlError(error);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(again);
    connection.closeSync();
  }
}

function asKqlError(error: unknown): unknown {
  if (error instanceof KqlError || isCancellation(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/out of memory/i.test(message))
    return failed(
      'out-of-memory',
      'The query needs more memory than it may use. Narrow it by time or by columns.',
      { start: 0, length: 0 },
    );
  return failed('run-time', `The query failed: ${message}`, { start: 0, length: 0 });
}
