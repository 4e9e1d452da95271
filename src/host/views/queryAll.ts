import type { Cell } from '../../domain/answer.ts';
import type { CaseSession } from '../../session/api.ts';

/** A row of a small answer by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** Runs a query of a view (never of a person): the rows of one answer as objects, at most `maxRows`. */
export async function queryRows(
  session: Pick<CaseSession, 'query'>,
  text: string,
  maxRows = 20_000,
): Promise<readonly Row[]> {
  const rows: (readonly Cell[])[] = [];
  const summary = await session.query({ text, maxRows }, (chunk) => void rows.push(...chunk));
  const names = summary.columns.map((column) => column.name);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}

/** A cell as text; '' for null and for what is no scalar. */
export function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string'
    ? cell
    : typeof cell === 'number' || typeof cell === 'boolean'
      ? `${cell}`
      : '';
}

/** A dynamic cell that holds, as JSON or as text of JSON, a list. */
export function listOf(cell: Cell | undefined): readonly Cell[] {
  const value = typeof cell === 'string' ? parseJson(cell) : cell;
  return Array.isArray(value) ? (value as readonly Cell[]) : [];
}

export function objectOf(cell: Cell | undefined): Readonly<Record<string, Cell>> {
  const value = typeof cell === 'string' ? parseJson(cell) : cell;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Cell>>)
    : {};
}

function parseJson(text: string): Cell | undefined {
  try {
    return JSON.parse(text) as Cell;
  } catch {
    return undefined;
  }
}
