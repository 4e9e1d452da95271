import type { Cell } from '../../domain/answer.ts';
import type { Connection } from '../../domain/connection.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';

type Fills = NonNullable<RuleCalls['coverage']['args'][0]['fills']>;
type FillQuestion = RuleCalls['fillQuestions']['result'][number];

/** How far back it is looked when a table or a column last had values. */
const DAYS = 30;
const DAY_MS = 86_400_000;

/** Asks a connection once a table how its columns filled, day by day until today. */
export async function connectionFills(
  connection: Connection,
  questions: readonly FillQuestion[],
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Fills> {
  const { tables } = await connection.schema({}, signal);
  const there = new Set(tables.map(({ name }) => name));
  const end = Date.now();
  const window = {
    start: new Date(end - DAYS * DAY_MS).toISOString(),
    end: new Date(end).toISOString(),
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
