import { AzimuthError, isCancellation } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { JsonValue } from '../base/json.ts';
import { RowsDigest } from '../base/rowsDigest.ts';
import type { AnswerColumn, AnswerSummary, TimeWindow } from '../domain/answer.ts';
import type { QueryEntry } from '../cases/journalEntry.ts';
import type { JournalWriter } from '../cases/journalWriter.ts';

/** What the ledger says was asked. */
interface Asked {
  readonly connection: string;
  readonly text: string;
  readonly window: TimeWindow | null;
  /** What now() was, where it was fixed. */
  readonly now: string | null;
}

/**
 * Runs a query and writes its line into the ledger; `run` adds the rows as they are seen. A query that broke off or
 * failed after it had begun to read is written down as well, with the rows that were seen; one that was refused before has
 * seen nothing and leaves none.
 */
export async function runWithLedger(
  journal: JournalWriter,
  asked: Asked,
  run: (seen: RowsDigest) => Promise<AnswerSummary>,
): Promise<AnswerSummary & { readonly digest: string }> {
  const seen = new RowsDigest();
  const started = performance.now();
  const write = (columns: JsonValue, completeness: JsonValue, digest: string): Promise<unknown> =>
    journal.append(
      'query.run',
      entryOf(asked, {
        columns,
        completeness,
        digest,
        rows: seen.rows,
        elapsedMs: performance.now() - started,
      }),
    );
  let summary: AnswerSummary;
  try {
    summary = await run(seen);
  } catch (error) {
    const ended = howItEnded(error);
    if (ended !== undefined) await write([], ended, seen.digest());
    throw error;
  }
  const digest = seen.digest();
  await write(columnsEntry(summary.columns), { ...summary.completeness }, digest);
  return { ...summary, digest };
}

function columnsEntry(columns: readonly AnswerColumn[]): JsonValue {
  return columns.map(({ name, type }) => ({ name, type }));
}

function entryOf(
  { connection, text, window, now }: Asked,
  answer: Pick<QueryEntry, 'columns' | 'completeness' | 'digest' | 'rows' | 'elapsedMs'>,
): QueryEntry {
  return {
    connection,
    text,
    textDigest: sha256(text),
    window: window ? { start: window.start, end: window.end } : null,
    now,
    ...answer,
    elapsedMs: Math.round(answer.elapsedMs),
  };
}

/** Undefined where nothing was read. */
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
