import {
  type Guard,
  isArrayOf,
  isBoolean,
  isCount,
  isFiniteNumber,
  isNullOr,
  isOneOf,
  isRecord,
  isShape,
  isString,
} from '../base/guards.ts';
import type { AnswerColumn, Cell, Completeness, TimeWindow } from '../domain/answer.ts';
import { KUSTO_TYPES } from '../domain/kustoType.ts';

export const ANSWER_MIME = 'application/vnd.azimuth.answer+json';
export const FAILURE_MIME = 'application/vnd.azimuth.failure+json';
export const RESULTS_RENDERER = 'azimuth-results';

export type ResultsZone = 'utc' | 'local';

/** One run of a cell as its output holds it. All text in it is log content: data, never markup. */
export interface AnswerPayload {
  readonly format: 1;
  /** Unique in this window; names the answer in messages. */
  readonly run: string;
  readonly connection: string;
  /** What was run, with the `let` statements that were put before the cell. */
  readonly query: string;
  readonly window: TimeWindow | null;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** One per row: the case's event behind it, null where the row stands for many or none. */
  readonly keys: readonly (string | null)[];
  /** Rows of the answer; more than `rows` where the output does not hold them all. */
  readonly total: number;
  readonly ordered: boolean;
  readonly completeness: Completeness;
  readonly elapsedMs: number;
  /** Digest of all rows of the answer. */
  readonly digest: string;
  readonly zone: ResultsZone;
}

/** Why a cell has no answer. */
export interface FailurePayload {
  readonly format: 1;
  /** `Refused`, `Not valid KQL`, `Failed`, `Cancelled` … */
  readonly title: string;
  readonly message: string;
  /** The line of the cell with the fault, and what of it is meant (UTF-16 offsets into `text`). */
  readonly excerpt: {
    readonly line: number;
    readonly text: string;
    readonly start: number;
    readonly length: number;
  } | null;
  readonly next: readonly string[];
}

/** Rows as half-open ranges of indexes, ascending and apart. */
export type RowRanges = readonly (readonly [from: number, to: number])[];

export type FromResults =
  | { readonly type: 'selection'; readonly run: string; readonly rows: RowRanges }
  | { readonly type: 'pin'; readonly run: string; readonly rows: RowRanges }
  | { readonly type: 'record'; readonly run: string; readonly row: number };

export type ToResults =
  | { readonly type: 'zone'; readonly zone: ResultsZone }
  /** What became of a pin, to be announced where it was asked for. */
  | { readonly type: 'pinned'; readonly run: string; readonly message: string };

const isPair: Guard<readonly [number, number]> = (value): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isCount) && Number(value[0]) < Number(value[1]);
const isRanges: Guard<RowRanges> = isArrayOf(isPair);
const isZone = isOneOf('utc', 'local');

export function parseFromResults(value: unknown): FromResults | undefined {
  if (!isRecord(value) || !isString(value['run'])) return undefined;
  const { type, run, rows, row } = value;
  if ((type === 'selection' || type === 'pin') && isRanges(rows)) return { type, run, rows };
  return type === 'record' && isCount(row) ? { type, run, row } : undefined;
}

export function parseToResults(value: unknown): ToResults | undefined {
  if (!isRecord(value)) return undefined;
  const { type, zone, run, message } = value;
  if (type === 'zone' && isZone(zone)) return { type, zone };
  return type === 'pinned' && isString(run) && isString(message) ? { type, run, message } : undefined;
}

const isColumn: Guard<AnswerColumn> = (value): value is AnswerColumn =>
  isRecord(value) && isString(value['name']) && isOneOf(...KUSTO_TYPES)(value['type']);
const isWindow = isShape<TimeWindow>({ start: isString, end: isString });
const isRow: Guard<readonly Cell[]> = (value): value is readonly Cell[] => Array.isArray(value);
const isCompleteness: Guard<Completeness> = (value): value is Completeness =>
  isRecord(value) &&
  (value['state'] === 'complete' || (isOneOf('partial', 'cut')(value['state']) && isString(value['reason'])));

const isAnswer = isShape<AnswerPayload>({
  format: (value): value is 1 => value === 1,
  run: isString,
  connection: isString,
  query: isString,
  window: isNullOr(isWindow),
  columns: isArrayOf(isColumn),
  rows: isArrayOf(isRow),
  keys: isArrayOf(isNullOr(isString)),
  total: isCount,
  ordered: isBoolean,
  completeness: isCompleteness,
  elapsedMs: isFiniteNumber,
  digest: isString,
  zone: isZone,
});

/** An output's content, or undefined where it is none of ours. */
export function parseAnswer(value: unknown): AnswerPayload | undefined {
  return isAnswer(value) && value.keys.length === value.rows.length ? value : undefined;
}

const isFailure = isShape<FailurePayload>({
  format: (value): value is 1 => value === 1,
  title: isString,
  message: isString,
  excerpt: isNullOr(isShape({ line: isCount, text: isString, start: isCount, length: isCount })),
  next: isArrayOf(isString),
});

export function parseFailure(value: unknown): FailurePayload | undefined {
  return isFailure(value) ? value : undefined;
}
