import { isRecord, isString } from '../base/guards.ts';
import { ticksFromIso } from '../base/ticks.ts';
import type { WrittenLine } from '../cases/journal.ts';
import { type NotObserved, tablesNotObserved } from '../domain/notObserved.ts';
import type { TimeWindow } from '../domain/answer.ts';
import type { TableSummary } from './api.ts';

/** What the case did not observe: by its tables, and by answers of other connections that said that they were not all. */
export function notObserved(
  tables: readonly TableSummary[],
  window: TimeWindow | null,
  lines: readonly WrittenLine[],
): readonly NotObserved[] {
  return [...tablesNotObserved(tables, window), ...lines.flatMap(partialAnswer)];
}

/** The case's own logs are all there: an answer of theirs is cut by a limit, which says nothing of what was observed. */
function partialAnswer({ data }: WrittenLine): NotObserved[] {
  const { connection, window, completeness } = data;
  if (!isString(connection) || connection === 'case') return [];
  if (!isRecord(completeness) || completeness['state'] !== 'partial' || !isRecord(window)) return [];
  const { start, end } = window;
  if (
    !isString(start) ||
    !isString(end) ||
    ticksFromIso(start) === undefined ||
    ticksFromIso(end) === undefined
  )
    return [];
  const reason = isString(completeness['reason']) ? completeness['reason'] : '';
  return [
    { table: connection, window: { start, end }, kind: 'partial', why: `an answer was not all: ${reason}` },
  ];
}
