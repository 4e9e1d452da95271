import { AzimuthError, isCancellation } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { JsonValue } from '../base/json.ts';
import { RowsDigest } from '../base/rowsDigest.ts';
import type { AnswerSummary, Cell, QueryRequest } from '../domain/answer.ts';
import type { QueryEntry } from '../cases/journalEntry.ts';
import type { JournalWriter } from '../cases/journalWriter.ts';
import type { EmbeddedEngine } from '../kql/engine.ts';

type Rows = readonly (readonly Cell[])[];

/**
 * Runs a query and writes its line into the ledger. A query that broke off or failed after it had begun to read is
 * written down as well, with the rows that were seen; one that was refused before has seen nothing and leaves none.
 */
export async function runWithLedger(
  engine: EmbeddedEngine,
  journal: JournalWriter,
  clock: string | null,
  request: QueryRequest,
  onRows: (rows: Rows, keys?: readonly (string | null)[]) => void,
  signal?: AbortSignal,
): Promise<AnswerSummary & { readonly digest: string }> {
  const seen = new RowsDigest();
  const started = performance.now();
  const entry = (columns: JsonValue, completeness: JsonValue, digest: string): QueryEntry => ({
    connection: 'case',
    text: request.text,
    textDigest: sha256(request.text),
    window: request.window ? { start: request.window.start, end: request.window.end } : null,
    now: request.now ?? clock,
    columns,
    rows: seen.rows,
    digest,
    completeness,
    elapsedMs: Math.round(performance.now() - started),
  });
  let summary: AnswerSummary;
  try {
    summary = await engine.query(
      request,
      (rows, keys) => {
        seen.add(rows);
        onRows(rows, keys);
      },
      signal,
    );
  } catch (error) {
    const ended = howItEnded(error);
    if (ended !== undefined) await journal.append('query.run', entry([], ended, seen.digest()));
    throw error;
  }
  const digest = seen.digest();
  const columns = summary.columns.map(({ name, type }) => ({ name, type }));
  await journal.append('query.run', entry(columns, { ...summary.completeness }, digest));
  return { ...summary, digest };
}

function howItEnded(error: unknown): JsonValue | undefined {
  if (isCancellation(error)) return { state: 'cut', by: 'cancelled', reason: 'cancelled by a person' };
  const kinds = firstKind(error);
  if (kinds === 'refused' || kinds === 'invalid') return undefined;
  return { state: 'failed', reason: error instanceof AzimuthError ? error.code : 'defect' };
}

function firstKind(error: unknown): string | undefined {
  const diagnostics = (error as { diagnostics?: readonly { kind?: string }[] } | null)?.diagnostics;
  return diagnostics?.[0]?.kind;
}
