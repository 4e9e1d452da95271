import {
  type Guard,
  isArrayOf,
  isBoolean,
  isCount,
  isFiniteNumber,
  isNullOr,
  isOneOf,
  isRecord,
  isRecordOf,
  isShape,
  isString,
} from '../base/guards.ts';
import type { AnswerColumn, AnswerStatistics, Completeness, TimeWindow, Visualization } from './answer.ts';
import { KUSTO_TYPES } from './kustoType.ts';
import type { ResultHead } from './result.ts';

/** The id of a kept answer; also a safe name of a folder. */
export const isResultId: Guard<string> = (value): value is string =>
  isString(value) && /^[0-9a-f]{32}$/.test(value);

const isDigest: Guard<string> = (value): value is string => isString(value) && /^[0-9a-f]{64}$/.test(value);

const isColumn: Guard<AnswerColumn> = (value): value is AnswerColumn =>
  isRecord(value) && isString(value['name']) && isOneOf(...KUSTO_TYPES)(value['type']);
const isCompleteness: Guard<Completeness> = (value): value is Completeness =>
  isRecord(value) &&
  (value['state'] === 'complete' || (isOneOf('partial', 'cut')(value['state']) && isString(value['reason'])));
const isStatistics: Guard<AnswerStatistics> = (value): value is AnswerStatistics =>
  isRecord(value) && isCount(value['rows']) && isFiniteNumber(value['elapsedMs']);
const isVisualization = isShape<Visualization>({ kind: isString, properties: isRecordOf(isString) });

const isHead = isShape<Omit<ResultHead, 'visualization' | 'further' | 'table'>>({
  id: isResultId,
  connection: isString,
  query: isString,
  window: isNullOr(isShape<TimeWindow>({ start: isString, end: isString })),
  ranAt: isString,
  digest: isDigest,
  withKeys: isBoolean,
  origin: isNullOr(isString),
  columns: isArrayOf(isColumn),
  ordered: isBoolean,
  completeness: isCompleteness,
  statistics: isStatistics,
});

/** All of a kept answer but its rows, as it was written down. */
export const isResultHead: Guard<ResultHead> = (value): value is ResultHead =>
  isRecord(value) &&
  (value['visualization'] === undefined || isVisualization(value['visualization'])) &&
  (value['further'] === undefined || isArrayOf(isResultId)(value['further'])) &&
  (value['table'] === undefined || isString(value['table'])) &&
  isHead(value);
