import type { JsonObject } from '../../base/json.ts';
import type { AnswerColumn, Cell } from '../../domain/answer.ts';
import type { ResultHead, ResultView, RowRanges } from '../../domain/result.ts';
import type { CaseSession, PinRequest } from '../../session/api.ts';
import { MOST_FOLLOWED, type SelectedEvents } from '../selection.ts';

/** Rows of a kept answer, by their positions in a view of it. Their content is taken from the engine, never from a page. */
export interface SelectedRows {
  readonly head: ResultHead;
  readonly view: ResultView;
  readonly ranges: RowRanges;
}

export async function pinRequest(
  session: CaseSession,
  { head, view, ranges }: SelectedRows,
): Promise<PinRequest> {
  const { rows, keys } = await session.results.rows(head.id, view, ranges);
  return {
    connection: head.connection,
    query: head.query,
    window: head.window,
    answerDigest: head.digest,
    rows: rows.map((row, index) => ({ row: rowObject(head.columns, row), event: keys[index] ?? null })),
  };
}

/** The events and alerts behind the first of the rows, for other views to follow. */
export async function eventsOfRows(
  session: CaseSession,
  { head, view, ranges }: SelectedRows,
): Promise<Omit<SelectedEvents, 'from'>> {
  let left = MOST_FOLLOWED;
  const first = ranges.flatMap(([from, to]): RowRanges[number][] => {
    const end = Math.min(to, from + left);
    left -= end - from;
    return end > from ? [[from, end]] : [];
  });
  const { rows, keys } = await session.results.rows(head.id, view, first);
  const alert = head.columns.findIndex(({ name }) => name === 'SystemAlertId');
  return {
    events: keys.filter((key) => key !== null),
    pins: [],
    alerts: rows.flatMap((row) => {
      const id = row[alert];
      return typeof id === 'string' && id !== '' ? [id] : [];
    }),
  };
}

/** A row as an object by column name. */
export function rowObject(columns: readonly AnswerColumn[], row: readonly Cell[]): JsonObject {
  return Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));
}
