import type { Cell } from '../domain/answer.ts';
import type { Connection } from '../domain/connection.ts';
import type { Fills, FillQuestion } from '../detections/matrix/fillRate.ts';

/**
 * What rules need of a connection, asked once: by the command line and by the editor, where the process for rules knows no
 * connections.
 */

/** How far back it is looked when a table or a column last had values. */
const FILL_DAYS = 30;
const DAY_MS = 86_400_000;

type Progress = (done: number, total: number) => void;

/** Asks a connection once a table how its columns filled, day by day until `now`. Rejects as its queries do. */
export async function connectionFills(
  connection: Connection,
  questions: readonly FillQuestion[],
  now: Date,
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<Fills> {
  const { tables } = await connection.schema({}, signal);
  const there = new Set(tables.map(({ name }) => name));
  const window = {
    start: new Date(now.getTime() - FILL_DAYS * DAY_MS).toISOString(),
    end: now.toISOString(),
  };
  const answers: Fills['answers'][number][] = [];
  for (const [index, { table, columns, query }] of questions.entries()) {
    onProgress(index, questions.length);
    if (!there.has(table)) continue;
    const rows: (readonly Cell[])[] = [];
    await connection.query({ text: query, window }, (chunk) => void rows.push(...chunk), signal);
    answers.push({ table, columns, rows });
  }
  return { newest: window.end.slice(0, 10), answers };
}
