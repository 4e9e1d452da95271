import { randomUUID } from 'node:crypto';
import type { QueryRequest, TimeWindow } from '../../domain/answer.ts';
import type { AnswerPayload, ResultsZone } from '../../protocol/results.ts';
import type { CaseSession } from '../../session/api.ts';
import { AnswerBuffer } from './answerBuffer.ts';

/** Runs a text on the case and gives what an output holds of the answer. */
export async function runOnCase(
  session: CaseSession,
  text: string,
  options: {
    readonly window: TimeWindow | undefined;
    readonly maxRows: number;
    readonly zone: ResultsZone;
    readonly signal: AbortSignal;
  },
): Promise<AnswerPayload> {
  const buffer = new AnswerBuffer(options.maxRows);
  const request: QueryRequest = {
    text,
    maxRows: options.maxRows,
    withRowKeys: true,
    ...(options.window ? { window: options.window } : {}),
  };
  const summary = await session.query(request, (rows, keys) => buffer.add(rows, keys), options.signal);
  return {
    format: 1,
    run: randomUUID(),
    connection: 'case',
    query: text,
    window: options.window ?? null,
    columns: summary.columns,
    rows: buffer.rows,
    keys: buffer.keys,
    total: Math.max(buffer.total, summary.statistics.rows),
    ordered: summary.ordered,
    completeness: summary.completeness,
    elapsedMs: summary.statistics.elapsedMs,
    digest: summary.digest,
    zone: options.zone,
  };
}
