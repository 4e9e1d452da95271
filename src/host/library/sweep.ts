import { AzimuthError, isCancellation } from '../../base/errors.ts';
import { markdownText } from '../../base/markdown.ts';
import type { CaseSession } from '../../session/api.ts';
import { counted } from '../time.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { cellName, type LibraryQuery } from './libraryQuery.ts';

/** What a query of the library found in the case. */
export type SweepResult =
  | { readonly query: LibraryQuery; readonly kind: 'hits'; readonly rows: number }
  | { readonly query: LibraryQuery; readonly kind: 'missing'; readonly tables: readonly string[] }
  | { readonly query: LibraryQuery; readonly kind: 'failed'; readonly reason: string };

/** A hit list longer than this is counted as "this many or more". */
const MAX_HITS = 10_000;

/** Runs every query whose tables the case has; the others are named with what they miss. */
export async function sweep(
  session: CaseSession,
  queries: readonly LibraryQuery[],
  onQuery: (query: LibraryQuery, done: number) => void,
  signal: AbortSignal,
): Promise<readonly SweepResult[]> {
  const have = new Set((await session.schema()).tables.map((table) => table.name));
  const results: SweepResult[] = [];
  for (const query of queries) {
    signal.throwIfAborted();
    onQuery(query, results.length);
    const tables = query.tables.filter((table) => !have.has(table));
    results.push(
      tables.length > 0 ? { query, kind: 'missing', tables } : await count(session, query, signal),
    );
  }
  return results;
}

async function count(session: CaseSession, query: LibraryQuery, signal: AbortSignal): Promise<SweepResult> {
  try {
    let rows = 0;
    await session.query(
      { text: query.text, maxRows: MAX_HITS },
      (chunk) => void (rows += chunk.length),
      signal,
    );
    return { query, kind: 'hits', rows };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof AzimuthError)) throw error;
    return { query, kind: 'failed', reason: error.message };
  }
}

/** The sweep told as a notebook: what hit as cells to run and pin from, then what did not and what could not. */
export function sweepCells(results: readonly SweepResult[], when: string): readonly MarkdownCell[] {
  const hits = results.filter((r) => r.kind === 'hits' && r.rows > 0) as Extract<
    SweepResult,
    { kind: 'hits' }
  >[];
  const quiet = results.filter((r) => r.kind === 'hits' && r.rows === 0);
  const missing = results.filter((r) => r.kind === 'missing');
  const failed = results.filter((r) => r.kind === 'failed');
  const ran = hits.length + quiet.length;
  return [
    markdown(
      `# Hunt sweep of ${when}\n\n${counted(ran, 'query', 'queries')} ran, ${hits.length} with hits. ` +
        'A hit is a question to answer, not a verdict: read what each query says a hit means.',
    ),
    ...hits
      .toSorted((a, b) => a.rows - b.rows)
      .flatMap(({ query, rows }) => [
        markdown(
          `## ${query.title}\n\n${rows >= MAX_HITS ? `${counted(MAX_HITS, 'row')} or more` : counted(rows, 'row')}. ${query.question}`,
        ),
        kql(query),
      ]),
    ...section(
      'Without hits',
      quiet.map(({ query }) => query.title),
    ),
    ...section(
      'Not run: the case lacks the tables',
      missing.map(({ query, tables }) => `${query.title}: ${tables.join(', ')}`),
    ),
    ...section(
      'Not answered',
      failed.map(({ query, reason }) => `${query.title}: ${markdownText(reason)}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly MarkdownCell[] {
  return lines.length === 0
    ? []
    : [markdown(`## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`)];
}

function markdown(text: string): MarkdownCell {
  return { kind: 'markdown', text, info: '' };
}

/** A query of the library as a cell that later cells can read by its name. */
export function kql(query: LibraryQuery): MarkdownCell {
  return { kind: 'kql', text: query.text, info: `name=${cellName(query.id)}` };
}
