import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { isCancellation } from '../../base/errors.ts';
import { carriedRefusal, failed, KqlError } from '../diagnostics.ts';
import type { Database } from './database.ts';
import { runTimeFailure } from './runTimeFailure.ts';

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
  await withConnection(database, sql, signal, async (connection) => {
    const result = await connection.stream(sql);
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await result.fetchChunk();
      signal?.throwIfAborted();
      if (!chunk || chunk.rowCount === 0) break;
      if (onChunk(chunk) === false) break;
    }
  });
}

/** Chunks that are handed over before others get their turn. */
const CHUNKS_A_TURN = 64;

/** As `streamChunks`, with all of the answer in the engine's memory before its first chunk is handed over: less work a chunk. */
export async function wholeChunks(
  database: Database,
  sql: string,
  signal: AbortSignal | undefined,
  onChunk: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  await withConnection(database, sql, signal, async (connection) => {
    const result = await connection.run(sql);
    for (let i = 0; i < result.chunkCount; i++) {
      if (i % CHUNKS_A_TURN === 0) await setImmediate();
      signal?.throwIfAborted();
      onChunk(result.getChunk(i));
    }
  });
}

async function withConnection(
  database: Database,
  sql: string,
  signal: AbortSignal | undefined,
  read: (connection: DuckDBConnection) => Promise<void>,
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
    await read(connection);
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
  const refusal = carriedRefusal(message);
  if (refusal) return refusal;
  if (/out of memory/i.test(message))
    return failed(
      'out-of-memory',
      'The query needs more memory than it may use. Narrow it by time or by columns.',
      { start: 0, length: 0 },
    );
  return failed('run-time', runTimeFailure(message), { start: 0, length: 0 });
}
