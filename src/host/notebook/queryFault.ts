import { AzimuthError, isCancellation } from '../../base/errors.ts';
import { type Guard, isArrayOf, isCount, isOneOf, isRecord, isString } from '../../base/guards.ts';
import type { FailurePayload } from '../../protocol/results.ts';

/** What an engine says of a query that it did not answer; offsets are into the text that was sent. */
export interface QueryFault {
  readonly kind: 'refused' | 'invalid' | 'failed';
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
  readonly rewrite?: string;
}

const isFault: Guard<QueryFault> = (value): value is QueryFault =>
  isRecord(value) &&
  isOneOf('refused', 'invalid', 'failed')(value['kind']) &&
  isString(value['code']) &&
  isString(value['message']) &&
  isCount(value['start']) &&
  isCount(value['length']) &&
  (value['rewrite'] === undefined || isString(value['rewrite']));
const isFaults = isArrayOf(isFault);

/** The faults that an error from a query carries; none for other errors. */
export function faultsOf(error: unknown): readonly QueryFault[] {
  const carried = error instanceof Error ? (error as { diagnostics?: unknown }).diagnostics : undefined;
  if (!isFaults(carried)) return [];
  return carried;
}

const TITLES = {
  refused: 'Not answered: this engine would not be exact here',
  invalid: 'Not valid KQL',
  failed: 'The query failed',
} as const;

/** What a cell without an answer shows. `offset` is where the cell's own text begins in what was sent. */
export function failureOf(error: unknown, cellText: string, offset: number): FailurePayload {
  if (isCancellation(error))
    return { format: 1, title: 'Cancelled', message: 'No rows are shown.', excerpt: null, next: [] };
  const [fault] = faultsOf(error);
  if (fault) {
    const inCell = fault.start >= offset;
    return {
      format: 1,
      title: TITLES[fault.kind],
      message: `${fault.message} (${fault.code})`,
      excerpt: inCell ? excerptOf(cellText, fault.start - offset, fault.length) : null,
      next: [
        ...(inCell ? [] : ['The fault is in a named cell above, or a parameter, that this cell uses.']),
        ...(fault.rewrite === undefined ? [] : [fault.rewrite]),
      ],
    };
  }
  if (error instanceof AzimuthError) {
    const { unharmed, next = [] } = error.guidance;
    const message = unharmed === undefined ? error.message : `${error.message} (${unharmed})`;
    return { format: 1, title: 'The query failed', message, excerpt: null, next };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { format: 1, title: 'Azimuth failed where it should not have', message, excerpt: null, next: [] };
}

function excerptOf(text: string, start: number, length: number): FailurePayload['excerpt'] {
  const before = text.slice(0, start);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const rest = text.slice(lineStart);
  const lineEnd = rest.search(/[\r\n]/);
  const line = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
  const column = Math.min(start - lineStart, line.length);
  return {
    line: before.split(/\r\n|\r|\n/).length,
    text: line,
    start: column,
    length: Math.max(1, Math.min(length, line.length - column)),
  };
}
