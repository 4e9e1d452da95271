import { AzimuthError, isCancellation } from '../base/errors.ts';
import type { AnswerColumn, Cell, Completeness, TimeWindow } from '../domain/answer.ts';
import type { Connection } from '../domain/connection.ts';
import type { LibraryQuery } from './libraryQuery.ts';

/** What a query of the library said on a connection. */
export type HuntResult =
  | HuntHit
  | { readonly kind: 'quiet'; readonly query: LibraryQuery; readonly completeness: Completeness }
  | { readonly kind: 'missing'; readonly query: LibraryQuery; readonly tables: readonly string[] }
  | { readonly kind: 'failed'; readonly query: LibraryQuery; readonly reason: string }
  /** The sweep was cancelled before it. */
  | { readonly kind: 'cancelled'; readonly query: LibraryQuery };

export interface HuntHit {
  readonly kind: 'hit';
  readonly query: LibraryQuery;
  readonly columns: readonly AnswerColumn[];
  /** The first rows, at most MAX_KEPT. */
  readonly rows: readonly (readonly Cell[])[];
  /** All of them, up to MAX_HITS. */
  readonly total: number;
  readonly completeness: Completeness;
  /** Digest of the answer's rows: the same hit in a later sweep has it again. */
  readonly digest: string;
}

export interface HuntOptions {
  readonly window: TimeWindow | null;
  /** Before each query, with how many are done. */
  readonly onQuery: (query: LibraryQuery, done: number) => void;
  readonly signal: AbortSignal;
}

/** A hit list longer than this is counted as "this many or more". */
export const MAX_HITS = 10_000;
export const MAX_KEPT = 200;

/**
 * Runs every query whose tables the connection has; the others are named with what they miss. A query that fails does
 * not stop the sweep. Cancelled, it gives what it has come to know; cancelled before any answer, it rejects.
 */
export async function huntSweep(
  connection: Pick<Connection, 'schema' | 'query'>,
  queries: readonly LibraryQuery[],
  { window, onQuery, signal }: HuntOptions,
): Promise<readonly HuntResult[]> {
  const have = new Set((await connection.schema({}, signal)).tables.map((table) => table.name));
  const results: HuntResult[] = [];
  for (const query of queries) {
    if (signal.aborted && results.some(isAnswered)) {
      results.push({ kind: 'cancelled', query });
      continue;
    }
    signal.throwIfAborted();
    onQuery(query, results.length);
    const tables = query.tables.filter((table) => !have.has(table));
    try {
      results.push(
        tables.length > 0 ? { kind: 'missing', query, tables } : await ask(connection, query, window, signal),
      );
    } catch (error) {
      if (!signal.aborted || !results.some(isAnswered)) throw error;
      results.push({ kind: 'cancelled', query });
    }
  }
  return results;
}

const isAnswered = ({ kind }: HuntResult): boolean => kind === 'hit' || kind === 'quiet';

async function ask(
  connection: Pick<Connection, 'query'>,
  query: LibraryQuery,
  window: TimeWindow | null,
  signal: AbortSignal,
): Promise<HuntResult> {
  const rows: (readonly Cell[])[] = [];
  let total = 0;
  try {
    const { columns, completeness, digest } = await connection.query(
      { text: query.text, maxRows: MAX_HITS, ...(window && { window }) },
      (chunk) => {
        total += chunk.length;
        rows.push(...chunk.slice(0, MAX_KEPT - rows.length));
      },
      signal,
    );
    return total === 0
      ? { kind: 'quiet', query, completeness }
      : { kind: 'hit', query, columns, rows, total, completeness, digest };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof AzimuthError)) throw error;
    return { kind: 'failed', query, reason: error.message };
  }
}
