import type { QueryRequest } from '../../domain/answer.ts';
import type { CellParts } from '../../domain/cellParts.ts';
import type { Connections } from '../../domain/connection.ts';
import { type ResultHead, WHOLE_RESULT } from '../../domain/result.ts';
import type { AnswerPayload, ResultsZone } from '../../protocol/results.ts';
import type { CaseSession } from '../../session/api.ts';

/** Rows that an output holds itself, to show something at once. */
const FIRST_ROWS = 100;
const FIRST_CHARACTERS = 4_000_000;

/** A question with the connection that it goes to. */
export interface Question extends QueryRequest {
  readonly connection: string;
  /** By which its answer is found again; null for a question that nobody asks again. */
  readonly origin: string | null;
  /** Of a cell; other connections are sent the whole text. */
  readonly parts?: CellParts;
}

/** Asks, and keeps the answer in the case, wherever it came from. */
export async function askAndKeep(
  session: CaseSession,
  connections: Connections,
  { connection, origin, parts, ...request }: Question,
  signal: AbortSignal,
): Promise<ResultHead> {
  if (connection === 'case')
    return session.results.run({ ...request, origin, ...(parts && { parts }), withRowKeys: true }, signal);
  const asked = await connections.get(connection);
  const id = await session.results.receive({
    connection,
    text: request.text,
    window: request.window ?? null,
    origin,
  });
  try {
    const summary = await asked.query(request, (rows) => session.results.receiveRows(id, rows), signal);
    const head = await session.results.endReceiving(id, summary);
    if (!head) throw new Error('an answer that ended is kept');
    return head;
  } catch (error) {
    await session.results.endReceiving(id, undefined).catch(() => undefined);
    throw error;
  }
}

/** What the outputs of a cell hold: the answer, and the further tables that its query gave. */
export async function payloadsOf(
  session: CaseSession,
  head: ResultHead,
  zone: ResultsZone,
  earlier: boolean,
): Promise<readonly AnswerPayload[]> {
  const further = await Promise.all((head.further ?? []).map((id) => session.results.find(id)));
  const heads = [head, ...further.filter((each) => each !== undefined)];
  return Promise.all(heads.map((each) => payloadOf(session, each, zone, earlier)));
}

/** What an output holds of a kept answer. */
export async function payloadOf(
  session: CaseSession,
  head: ResultHead,
  zone: ResultsZone,
  earlier: boolean,
): Promise<AnswerPayload> {
  const columns = [...head.columns.keys()];
  const { rows } = await session.results.page({
    id: head.id,
    view: WHOLE_RESULT,
    columns,
    from: 0,
    count: FIRST_ROWS,
  });
  let characters = 0;
  const fitting = rows.findIndex((row) => (characters += JSON.stringify(row).length) > FIRST_CHARACTERS);
  return { format: 2, head, first: fitting < 0 ? rows : rows.slice(0, fitting), zone, earlier };
}
