import { AzimuthError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { Cell } from '../domain/answer.ts';
import type { Connection } from '../domain/connection.ts';
import type { Fills, FillQuestion } from '../detections/matrix/fillRate.ts';
import type { TableEvents } from '../detections/ports.ts';

/**
 * What rules need of a connection, asked once: by the command line and by the editor, where the process for rules knows no
 * connections.
 */

/** How far back it is looked when a table or a column last had values. */
const FILL_DAYS = 30;
const DAY_MS = 86_400_000;
/** More than this is collected into a case first, where it lies in files and not in memory. */
const MAX_EVENTS = 100_000;

type Progress = (done: number, total: number) => void;

/** Asks a connection once a table how its columns filled, day by day until `now`. Rejects as its queries do. */
export async function connectionFills(
  connection: Connection,
  questions: readonly FillQuestion[],
  now: Date,
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<Fills> {
  const { tables } = await connection.schema({}, signal);
  const there = new Set(tables.map(({ name }) => name));
  const window = {
    start: new Date(now.getTime() - FILL_DAYS * DAY_MS).toISOString(),
    end: now.toISOString(),
  };
  const answers: Fills['answers'][number][] = [];
  for (const [index, { table, columns, query }] of questions.entries()) {
    onProgress(index, questions.length);
    if (!there.has(table)) continue;
    const rows: (readonly Cell[])[] = [];
    await connection.query({ text: query, window }, (chunk) => void rows.push(...chunk), signal);
    answers.push({ table, columns, rows });
  }
  return { newest: window.end.slice(0, 10), answers };
}

export interface SliceRequest {
  readonly tables: readonly string[];
  /** ISO 8601; the end is excluded. */
  readonly start: string;
  readonly end: string;
}

/** Events of a connection, fetched once, for a replay. */
export interface ConnectionSlice {
  /** The connection's name. */
  readonly label: string;
  readonly clock: string;
  readonly events: readonly TableEvents[];
}

/**
 * Fetches each table's events of a time span by one query. Rejects with `replay.slice-cut` where an answer is not complete
 * or the events are more than are kept in memory.
 */
export async function connectionSlice(
  connection: Connection,
  { tables, start, end }: SliceRequest,
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<ConnectionSlice> {
  const { tables: known } = await connection.schema({}, signal);
  const events: TableEvents[] = [];
  let count = 0;
  for (const [index, name] of tables.entries()) {
    onProgress(index, tables.length);
    const schema = known.find((table) => table.name === name);
    if (!schema) continue;
    const rows: (readonly Cell[])[] = [];
    const { columns, completeness } = await connection.query(
      { text: `['${name}']`, window: { start, end }, maxRows: MAX_EVENTS - count + 1 },
      (chunk) => void rows.push(...chunk),
      signal,
    );
    count += rows.length;
    if (completeness.state !== 'complete' || count > MAX_EVENTS)
      throw new AzimuthError(
        'replay.slice-cut',
        `${connection.info.name} gave ${count > MAX_EVENTS ? `more than ${MAX_EVENTS} events` : `only a part of ${name}`} for ${start} to ${end}.`,
        {
          unharmed: 'nothing was replayed',
          next: ['Choose a shorter time span, or collect the tables into a case and replay over it.'],
        },
      );
    events.push({
      schema: { name, columns: columns.map((column) => ({ name: column.name, type: column.type })) },
      rows: rows.map(
        (row): JsonObject => Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])),
      ),
    });
  }
  return { label: connection.info.name, clock: end, events };
}
