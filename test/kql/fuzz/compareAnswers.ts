import type { Answer, Cell } from '../../../src/domain/answer.ts';
import type { Column, KustoType } from '../../../src/domain/kustoType.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { cellOf } from '../reference/cells.ts';
import { Inexact, Undetermined, Unordered, type Row, type Table, type Value } from '../reference/values.ts';

/** Relative, for reals whose last bits are free. */
const TOLERANCE = 1e-9;

/**
 * Undefined where the answers agree, else what differs. Rows are a multiset, except where the reference ranks them:
 * then rows stand in the order of their ranks. Cells that the reference does not know agree with any.
 */
export function disagreement(expected: Table, actual: Answer): string | undefined {
  const names = (columns: readonly Column[]): string =>
    columns.map(({ name, type }) => `${name}:${type}`).join(', ');
  const sameColumns =
    expected.columns.length === actual.columns.length &&
    expected.columns.every(
      ({ name, type }, c) =>
        name === actual.columns[c]?.name && (!isKnown(expected, c) || sameType(type, actual.columns[c].type)),
    );
  if (!sameColumns) return `columns ${names(actual.columns)} instead of ${names(expected.columns)}`;
  if (expected.rows.length !== actual.rows.length)
    return `${actual.rows.length} rows instead of ${expected.rows.length}`;
  const same = (e: number, a: number): boolean =>
    (expected.rows[e] ?? []).every((value, c) =>
      agrees(value, actual.rows[a]?.[c] ?? null, expected.columns[c]?.type ?? 'dynamic'),
    );
  for (const [from, to] of bands(expected)) {
    const alone = unmatched(from, to, same);
    if (alone !== undefined) return nearest(expected, alone, actual.rows.slice(from, to));
  }
  return undefined;
}

/**
 * Whether the reference knows any value of a column; of what it does not know it has the binder's type only, which is dynamic
 * for some functions (jaccard_index) whose values are reals. A null, which a union gives, tells nothing of such a type.
 */
function isKnown({ columns, rows }: Table, column: number): boolean {
  const cells = rows.map((row) => row[column] ?? null);
  if (columns[column]?.type === 'dynamic')
    return cells.some((value) => value !== null && !(value instanceof Undetermined));
  return cells.length === 0 || cells.some((value) => !(value instanceof Undetermined));
}

/** The binder says int of some functions (getyear) whose values the service gives as long. */
function sameType(bound: KustoType, actual: KustoType): boolean {
  return bound === actual || (bound === 'int' && actual === 'long');
}

/** Runs of rows whose order among themselves is free. */
function bands({ rows, ranks }: Table): (readonly [number, number])[] {
  if (!ranks) return [[0, rows.length]];
  const starts = ranks.flatMap((rank, i) => (i === 0 || rank !== ranks[i - 1] ? [i] : []));
  return starts.map((start, i) => [start, starts[i + 1] ?? rows.length] as const);
}

/** A pairing of expected with actual rows inside a band by augmenting paths; the first row that has no partner. */
function unmatched(from: number, to: number, same: (e: number, a: number) => boolean): number | undefined {
  const partner = new Map<number, number>();
  const assign = (e: number, tried: Set<number>): boolean => {
    for (let a = from; a < to; a++) {
      if (tried.has(a) || !same(e, a)) continue;
      tried.add(a);
      const holder = partner.get(a);
      if (holder === undefined || assign(holder, tried)) {
        partner.set(a, e);
        return true;
      }
    }
    return false;
  };
  for (let e = from; e < to; e++) if (!assign(e, new Set())) return e;
  return undefined;
}

/** How an expected row differs from the actual row that is most like it. */
function nearest(expected: Table, at: number, rows: Answer['rows']): string {
  const row = expected.rows[at] ?? [];
  const apart = rows.map((candidate) =>
    row.flatMap((value, c) => {
      const { name, type } = expected.columns[c] ?? { name: '', type: 'dynamic' };
      if (agrees(value, candidate[c] ?? null, type)) return [];
      return [`${name} is ${JSON.stringify(candidate[c])} instead of ${JSON.stringify(plain(value, type))}`];
    }),
  );
  const [closest = ['no row']] = apart.sort((a, b) => a.length - b.length);
  return `${closest.join(', ')} in ${show(expected, row)}`;
}

function agrees(value: Value, actual: Cell, type: KustoType): boolean {
  if (value instanceof Undetermined) return true;
  if (value instanceof Inexact) return isNear(value, number(actual));
  if (value instanceof Unordered) {
    if (!Array.isArray(actual) || actual.length !== value.length) return false;
    const texts = (items: readonly JsonValue[]): string =>
      JSON.stringify(items.map((item) => JSON.stringify(item)).sort());
    return texts(value.map((item) => cellOf(item, 'dynamic'))) === texts(actual as readonly JsonValue[]);
  }
  return sameCell(cellOf(value, type), actual);
}

function number(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' ? Number(cell) : NaN;
}

function isNear({ value: a, rounding }: Inexact, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a === b;
  return Math.abs(a - b) <= Math.max(rounding, TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)));
}

/** Exactly, but for the order of a bag's keys. */
function sameCell(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Readonly<Record<string, JsonValue>>, b as Readonly<Record<string, JsonValue>>];
  const keys = Object.keys(x);
  return (
    keys.length === Object.keys(y).length &&
    keys.every((key) => Object.hasOwn(y, key) && sameCell(x[key] ?? null, y[key] ?? null))
  );
}

function show({ columns }: Table, row: Row): string {
  return JSON.stringify(row.map((value, c) => plain(value, columns[c]?.type ?? 'dynamic')));
}

function plain(value: Value, type: KustoType): Cell {
  return value instanceof Undetermined ? `?(${value.reason})` : cellOf(value, type);
}

export function showTable(table: Table): string {
  return table.rows.map((row) => show(table, row)).join('\n');
}
