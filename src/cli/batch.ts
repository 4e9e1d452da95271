import { AzimuthError, isCancellation } from '../base/errors.ts';
import { isRecord, isString } from '../base/guards.ts';
import type { AnswerSummary, Cell, QueryRequest } from '../domain/answer.ts';
import { KqlError } from '../kql/diagnostics.ts';
import type { Terminal } from './command.ts';

interface BatchError {
  readonly kind: 'refused' | 'invalid' | 'failed';
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

/** Answers each line of `text`, in order, a line each; only a cancellation ends it early. */
export async function runBatch(
  text: string,
  options: Omit<QueryRequest, 'text'>,
  run: (
    request: QueryRequest,
    onRows: (rows: readonly (readonly Cell[])[]) => void,
  ) => Promise<AnswerSummary>,
  terminal: Terminal,
): Promise<void> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const { id, query } = parseLine(line);
    let answer: object;
    try {
      if (query === undefined)
        throw new AzimuthError('batch-line', 'The line is not a JSON object with a text "query"');
      const rows: (readonly Cell[])[] = [];
      const { columns, ordered } = await run({ ...options, text: query }, (chunk) => {
        for (const row of chunk) rows.push(row);
      });
      answer = {
        columns: columns.map(({ name }) => name),
        types: columns.map(({ type }) => type),
        rows,
        ordered,
      };
    } catch (error) {
      if (isCancellation(error)) throw error;
      answer = { error: batchError(error, query) };
    }
    await terminal.out(`${JSON.stringify({ id, ...answer })}\n`);
  }
}

function parseLine(line: string): { id: unknown; query: string | undefined } {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value)) return { id: null, query: undefined };
    return { id: value['id'] ?? null, query: isString(value['query']) ? value['query'] : undefined };
  } catch {
    return { id: null, query: undefined };
  }
}

function batchError(error: unknown, query = ''): BatchError {
  const diagnostic = error instanceof KqlError ? error.diagnostics[0] : undefined;
  if (diagnostic) {
    const { kind, code, message, start, length } = diagnostic;
    return { kind, code, message, start, length };
  }
  const kind = query === '' ? 'invalid' : 'failed';
  const code = error instanceof AzimuthError ? error.code : 'defect';
  const message = error instanceof Error ? error.message : String(error);
  return { kind, code, message, start: 0, length: query.length };
}
