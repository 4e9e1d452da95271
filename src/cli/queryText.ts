import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { AzimuthError } from '../base/errors.ts';
import { ticksFromIso } from '../base/ticks.ts';
import type { QueryRequest } from '../domain/answer.ts';
import { type Terminal, usageError, wholeNumber } from './command.ts';

export const QUERY_FLAGS = {
  timespan: { type: 'string' },
  now: { type: 'string' },
  'max-rows': { type: 'string' },
} as const;

export const QUERY_FLAGS_HELP = `  --timespan START/END   only rows with TimeGenerated in it, ISO 8601; the end is not included
  --now TIME             what now() is; the case's clock unless given`;

interface QueryFlags {
  readonly timespan?: string | undefined;
  readonly now?: string | undefined;
  readonly 'max-rows'?: string | undefined;
}

/** What the flags say of every query, its text aside. */
export function requestOptions(flags: QueryFlags): Omit<QueryRequest, 'text'> {
  const maxRows = wholeNumber(flags['max-rows'], '--max-rows', 1);
  return {
    ...(flags.timespan !== undefined && { window: parseTimespan(flags.timespan) }),
    ...(flags.now !== undefined && { now: time(flags.now, '--now') }),
    ...(maxRows !== undefined && { maxRows }),
  };
}

function parseTimespan(value: string): { start: string; end: string } {
  const [start, end, ...more] = value.split('/');
  if (start === undefined || end === undefined || more.length > 0)
    throw usageError(`--timespan takes START/END, not "${value}"`);
  return { start: time(start, '--timespan'), end: time(end, '--timespan') };
}

function time(value: string, flag: string): string {
  if (ticksFromIso(value) === undefined) throw usageError(`${flag}: "${value}" is not an ISO 8601 time`);
  return value;
}

/** KQL as it is, `@FILE`, or standard input where nothing is given. */
export async function queryText(positionals: readonly string[], terminal: Terminal): Promise<string> {
  const [first, ...more] = positionals;
  if (more.length > 0) throw usageError('the query is one argument; put it into quotes');
  if (first === undefined || first === '-') {
    const piped = process.stdin.isTTY ? '' : await text(process.stdin);
    if (piped.trim() === '') throw usageError('a query is missing');
    return piped;
  }
  return first.startsWith('@') ? readInput(resolve(terminal.cwd, first.slice(1))) : first;
}

/** A file that was named on the command line. */
export async function readInput(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AzimuthError('usage.no-file', `Could not read ${path}: ${reason}`, {}, { cause: error });
  }
}
