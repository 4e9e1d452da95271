import { AzimuthError, isCancellation } from '../../base/errors.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { AnswerSummary, QueryRequest } from '../../domain/answer.ts';
import type { Connection, OnRows } from '../../domain/connection.ts';
import type { AskedQuestion } from '../../domain/tenant.ts';

export type Record = (question: AskedQuestion) => Promise<void>;

/**
 * Asks, and writes the ledger's line however it ended, one for each table of the answer. A query that the service refused has seen nothing and leaves none, as in
 * the case's own ledger.
 */
export async function askAndRecord(
  connection: Connection,
  request: QueryRequest,
  record: Record,
  onRows: OnRows,
  signal?: AbortSignal,
): Promise<AnswerSummary & { readonly digest: string }> {
  const started = performance.now();
  const asked = {
    connection: connection.info.name,
    text: request.text,
    window: request.window ?? null,
    now: request.now ?? null,
  };
  let rows = 0;
  try {
    const summary = await connection.query(
      request,
      (chunk) => {
        rows += chunk.length;
        return onRows(chunk);
      },
      signal,
    );
    const { columns, completeness, digest, statistics } = summary;
    const elapsedMs = Math.round(statistics.elapsedMs);
    await record({ ...asked, columns, rows: statistics.rows, digest, completeness, elapsedMs });
    for (const { columns: own, rows: all, completeness: ended } of summary.further ?? []) {
      const seen = new RowsDigest();
      seen.add(all);
      await record({
        ...asked,
        columns: own,
        rows: seen.rows,
        digest: seen.digest(),
        completeness: ended,
        elapsedMs,
      });
    }
    return summary;
  } catch (error) {
    const completeness = endOf(error);
    if (completeness)
      await record({
        ...asked,
        columns: [],
        rows,
        digest: new RowsDigest().digest(),
        completeness,
        elapsedMs: Math.round(performance.now() - started),
      });
    throw error;
  }
}

function endOf(error: unknown): AskedQuestion['completeness'] | undefined {
  if (isCancellation(error)) return { state: 'cut', by: 'cancelled', reason: 'cancelled by a person' };
  const code = error instanceof AzimuthError ? error.code : 'defect';
  return code === 'azure.query-invalid' ? undefined : { state: 'failed', reason: code };
}

/** A connection whose every question is in the ledger. */
export function recorded(connection: Connection, record: Record): Connection {
  return {
    info: connection.info,
    schema: (options, signal) => connection.schema(options, signal),
    dialectGaps: (text) => connection.dialectGaps(text),
    query: (request, onRows, signal) => askAndRecord(connection, request, record, onRows, signal),
  };
}
