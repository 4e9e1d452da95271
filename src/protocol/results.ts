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
import type { Cell } from '../domain/answer.ts';
import { isResultHead } from '../domain/answerGuards.ts';
import {
  type ColumnFilter,
  type ColumnProfile,
  EXPORT_FORMATS,
  type ExportFormat,
  type ResultHead,
  type ResultPage,
  type ResultView,
  type RowRanges,
  type SortKey,
} from '../domain/result.ts';

export const ANSWER_MIME = 'application/vnd.azimuth.answer+json';
export const FAILURE_MIME = 'application/vnd.azimuth.failure+json';
export const RESULTS_RENDERER = 'azimuth-results';

export type ResultsZone = 'utc' | 'local';

/** One run of a cell as its output holds it. All text in it is log content: data, never markup. */
export interface AnswerPayload {
  readonly format: 2;
  /** All but the rows, which the page fetches as they come into view. */
  readonly head: ResultHead;
  /** Its first rows, all columns, so that something is there at once. */
  readonly first: readonly (readonly Cell[])[];
  readonly zone: ResultsZone;
  /** True where the answer was not asked for now but found again from an earlier time. */
  readonly earlier: boolean;
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

/** Asked with a number under which the answer comes back. */
export type ResultsRequest =
  | { readonly type: 'count' }
  | {
      readonly type: 'page';
      readonly columns: readonly number[];
      readonly from: number;
      readonly count: number;
    }
  | { readonly type: 'profile'; readonly column: number };

/**
 * `id` names the answer, `view` what of it is looked at; positions of rows are in the view. `followed` are rows that are
 * selected because another view has selected their events.
 */
export type FromResults = { readonly id: string; readonly view: ResultView } & (
  | (ResultsRequest & { readonly request: number })
  | { readonly type: 'cancel'; readonly request: number }
  | { readonly type: 'selection' | 'followed' | 'pin'; readonly rows: RowRanges }
  | { readonly type: 'record'; readonly row: number }
  | { readonly type: 'pivot'; readonly row: number; readonly column: number }
  | {
      readonly type: 'export';
      readonly format: ExportFormat;
      readonly columns: readonly number[];
      /** Null for all rows of the view. */
      readonly rows: RowRanges | null;
    }
  | { readonly type: 'keep' | 'verify' | 'compare' | 'query' }
);

export type ToResults =
  | { readonly type: 'zone'; readonly zone: ResultsZone }
  /** Events that another view has selected; the first row that is one of them is to be shown. */
  | { readonly type: 'follow'; readonly keys: readonly string[] }
  /** What became of something asked for, to be announced where it was asked. */
  | { readonly type: 'note'; readonly id: string; readonly message: string }
  | { readonly type: 'count'; readonly request: number; readonly count: number }
  | { readonly type: 'page'; readonly request: number; readonly page: ResultPage }
  | { readonly type: 'profile'; readonly request: number; readonly profile: ColumnProfile }
  | { readonly type: 'failed'; readonly request: number; readonly message: string };

const isPair: Guard<readonly [number, number]> = (value): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isCount) && Number(value[0]) < Number(value[1]);
const isRanges: Guard<RowRanges> = isArrayOf(isPair);
const isZone = isOneOf('utc', 'local');
const isRow: Guard<readonly Cell[]> = (value): value is readonly Cell[] => Array.isArray(value);
const isView = isShape<ResultView>({
  search: isString,
  filters: isArrayOf(isShape<ColumnFilter>({ column: isCount, text: isString })),
  sort: isArrayOf(isShape<SortKey>({ column: isCount, descending: isBoolean })),
});
const areColumns = isArrayOf(isCount);

export function parseFromResults(value: unknown): FromResults | undefined {
  if (!isRecord(value) || !isString(value['id']) || !isView(value['view'])) return undefined;
  const { type, id, view, request, rows, row, column, columns, from, count, format } = value;
  const about = { id, view };
  switch (type) {
    case 'count':
    case 'cancel':
      return isCount(request) ? { ...about, type, request } : undefined;
    case 'page':
      return isCount(request) && areColumns(columns) && isCount(from) && isCount(count)
        ? { ...about, type, request, columns, from, count }
        : undefined;
    case 'profile':
      return isCount(request) && isCount(column) ? { ...about, type, request, column } : undefined;
    case 'selection':
    case 'followed':
    case 'pin':
      return isRanges(rows) ? { ...about, type, rows } : undefined;
    case 'record':
      return isCount(row) ? { ...about, type, row } : undefined;
    case 'pivot':
      return isCount(row) && isCount(column) ? { ...about, type, row, column } : undefined;
    case 'export':
      return isOneOf(...EXPORT_FORMATS)(format) && areColumns(columns) && isNullOr(isRanges)(rows)
        ? { ...about, type, format, columns, rows }
        : undefined;
    case 'keep':
    case 'verify':
    case 'compare':
    case 'query':
      return { ...about, type };
    default:
      return undefined;
  }
}

const isPage = isShape<ResultPage>({
  rows: isArrayOf(isRow),
  places: isArrayOf(isCount),
  keys: isArrayOf(isNullOr(isString)),
});
const isCell: Guard<Cell> = (value): value is Cell => value !== undefined;
const isProfile = isShape<ColumnProfile>({
  rows: isCount,
  empty: isCount,
  distinct: isCount,
  least: isCell,
  greatest: isCell,
  mean: isNullOr(isFiniteNumber),
  top: isArrayOf(isShape({ value: isCell, rows: isCount })),
});

export function parseToResults(value: unknown): ToResults | undefined {
  if (!isRecord(value)) return undefined;
  const { type, zone, id, message, request, count, page, profile, keys } = value;
  switch (type) {
    case 'zone':
      return isZone(zone) ? { type, zone } : undefined;
    case 'follow':
      return isArrayOf(isString)(keys) ? { type, keys } : undefined;
    case 'note':
      return isString(id) && isString(message) ? { type, id, message } : undefined;
    case 'count':
      return isCount(request) && isCount(count) ? { type, request, count } : undefined;
    case 'page':
      return isCount(request) && isPage(page) ? { type, request, page } : undefined;
    case 'profile':
      return isCount(request) && isProfile(profile) ? { type, request, profile } : undefined;
    case 'failed':
      return isCount(request) && isString(message) ? { type, request, message } : undefined;
    default:
      return undefined;
  }
}

const isAnswer = isShape<AnswerPayload>({
  format: (value): value is 2 => value === 2,
  head: isResultHead,
  first: isArrayOf(isRow),
  zone: isZone,
  earlier: isBoolean,
});

/** An output's content, or undefined where it is none of ours. */
export function parseAnswer(value: unknown): AnswerPayload | undefined {
  return isAnswer(value) ? value : undefined;
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
