import { randomBytes } from 'node:crypto';
import type { AnswerSummary } from '../../domain/answer.ts';
import type { ResultHead } from '../../domain/result.ts';
import type { ReceivedAnswer } from './api.ts';

export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** The head of an answer that is all there now. */
export function headOf(
  id: string,
  asked: Pick<ReceivedAnswer, 'connection' | 'text' | 'window'>,
  origin: string | null,
  { columns, ordered, completeness, statistics, visualization }: AnswerSummary,
): Omit<ResultHead, 'digest' | 'withKeys' | 'further' | 'table'> {
  return {
    id,
    connection: asked.connection,
    query: asked.text,
    window: asked.window,
    ranAt: new Date().toISOString(),
    origin,
    columns,
    ordered,
    completeness,
    statistics,
    ...(visualization && { visualization }),
  };
}
