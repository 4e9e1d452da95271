import { AzimuthError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { AnswerColumn, Cell, TimeWindow } from '../domain/answer.ts';
import type { Connection } from '../domain/connection.ts';
import type { TableEvents } from '../detections/ports.ts';

/** More than this is collected into a case first, where it lies in files and not in memory. */
const MAX_EVENTS = 250_000;
/** A window that is cut is not halved below this. */
const SHORTEST_MS = 60_000;

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
 * Fetches each table's events of a time span: by one query, and where the service cuts the answer by one for each half of
 * the span, and so on. Rejects with `replay.slice-cut` where events are missing even so or are more than are kept in memory.
 */
export async function connectionSlice(
  connection: Connection,
  { tables, start, end }: SliceRequest,
  onProgress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ConnectionSlice> {
  const { tables: known } = await connection.schema({}, signal);
  const events: TableEvents[] = [];
  let left = MAX_EVENTS;
  for (const [index, name] of tables.entries()) {
    onProgress(index, tables.length);
    if (!known.some((table) => table.name === name)) continue;
    const { columns, rows } = await eventsIn(connection, name, { start, end }, left, signal);
    left -= rows.length;
    events.push({
      schema: { name, columns: columns.map((column) => ({ name: column.name, type: column.type })) },
      rows,
    });
  }
  return { label: connection.info.name, clock: end, events };
}

interface Fetched {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly JsonObject[];
}

async function eventsIn(
  connection: Connection,
  table: string,
  window: TimeWindow,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Fetched> {
  const cells: (readonly Cell[])[] = [];
  const { columns, completeness } = await connection.query(
    { text: queryFor(connection, table), window, maxRows: most + 1 },
    (chunk) => void cells.push(...chunk),
    signal,
  );
  const refused = (what: string): AzimuthError =>
    new AzimuthError(
      'replay.slice-cut',
      `${connection.info.name} gave ${what} for ${window.start} to ${window.end}.`,
      {
        unharmed: 'nothing was replayed',
        next: ['Choose a shorter time span, or collect the tables into a case and replay over it.'],
      },
    );
  if (cells.length > most) throw refused(`more than ${most} events of ${table}`);
  if (completeness.state === 'complete')
    return {
      columns,
      rows: cells.map((row) =>
        Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])),
      ),
    };
  const middle = completeness.state === 'cut' ? middleOf(window) : undefined;
  if (middle === undefined) throw refused(`only a part of ${table}`);
  const { start, end } = window;
  const before = await eventsIn(connection, table, { start, end: middle }, most, signal);
  const rest = most - before.rows.length;
  const after = await eventsIn(connection, table, { start: middle, end }, rest, signal);
  return {
    columns: before.columns.length > 0 ? before.columns : after.columns,
    rows: [...before.rows, ...after.rows],
  };
}

/** A workspace tells when it received an event only where it is asked. */
function queryFor({ info }: Connection, table: string): string {
  return info.kind === 'logAnalytics'
    ? `['${table}'] | extend _TimeReceived = ingestion_time()`
    : `['${table}']`;
}

function middleOf({ start, end }: TimeWindow): string | undefined {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  return to - from > SHORTEST_MS ? new Date(from + Math.floor((to - from) / 2)).toISOString() : undefined;
}
