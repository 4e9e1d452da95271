import type { Cell } from '../../domain/answer.ts';
import type { Database } from './database.ts';
import { cellDecoder } from './decode.ts';
import type { Prepared } from './prepare.ts';
import { streamChunks } from './run.ts';

type Rows = readonly (readonly Cell[])[];

/** Which limit left rows out, if one did. */
export type Cut = 'rowLimit' | 'sizeLimit' | undefined;

/** Hands over the rows that fit into the query's limits, each chunk with its keys where they are read. */
export async function streamRows(
  database: Database,
  { sql, limits, columns, answerColumns, withKeys }: Prepared,
  onRows: (rows: Rows, keys: readonly (string | null)[] | undefined) => void,
  signal?: AbortSignal,
): Promise<{ readonly rows: number; readonly cut: Cut }> {
  const decoders = columns.map((column) => cellDecoder(column.type));
  const width = answerColumns.length;
  let rows = 0;
  let bytes = 0;
  const state: { cut: Cut } = { cut: undefined };
  await streamChunks(database, sql, signal, (chunk) => {
    const count = Math.min(chunk.rowCount, limits.rows - rows);
    if (count < chunk.rowCount) state.cut = 'rowLimit';
    if (count <= 0) return false;
    const decoded = decoders.map((decode, i) => {
      const vector = chunk.getColumnVector(i);
      return Array.from({ length: count }, (_, row) => decode(vector.getItem(row)));
    });
    const all = Array.from({ length: count }, (_, row) =>
      decoded.slice(0, width).map((column) => column[row] ?? null),
    );
    const first = all.findIndex((row) => (bytes += sizeOf(row)) > limits.bytes);
    if (first >= 0) state.cut = 'sizeLimit';
    const out = first < 0 ? all : all.slice(0, first);
    rows += out.length;
    onRows(out, withKeys ? keysOf((decoded[width] ?? []).slice(0, out.length)) : undefined);
    return first < 0;
  });
  return { rows, cut: state.cut };
}

/** About as long as the row is in JSON. */
function sizeOf(row: readonly Cell[]): number {
  let size = 2;
  for (const cell of row)
    if (typeof cell === 'string') size += cell.length + 3;
    else size += typeof cell === 'object' && cell !== null ? JSON.stringify(cell).length + 1 : 9;
  return size;
}

/** A key that is not there reads as '' (strings are never null). */
function keysOf(column: readonly Cell[]): (string | null)[] {
  return column.map((key) => (typeof key === 'string' && key !== '' ? key : null));
}
