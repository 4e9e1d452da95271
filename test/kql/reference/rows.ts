import type { Column } from '../../../src/domain/kustoType.ts';
import { sameValue } from './compare.ts';
import type { Columns, Env, World } from './scope.ts';
import { Unknown, unknown } from './unknown.ts';
import {
  isArray,
  known,
  nullOf,
  Undetermined,
  Unordered,
  type Row,
  type Table,
  type Value,
} from './values.ts';

export function columnsOfRow(columns: readonly Column[], row: Row): Columns {
  return new Map(
    columns.map(({ name, type }, i) => [name, { type, value: row[i] ?? nullOf(type) }] as const),
  );
}

/** What an expression sees in one row of a table. */
export function rowEnv(input: Table, index: number, env: Env): Env {
  return {
    world: env.world,
    scope: env.scope,
    row: columnsOfRow(input.columns, input.rows[index] ?? []),
    neighbours: { input, index },
  };
}

/** A column's value in a row; where it is unknown the column holds that, and only its readers fail. */
export function cell(world: World, value: () => Value): Value {
  try {
    return value();
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    world.unknowns.add(error.message);
    return new Undetermined(error.message);
  }
}

/** Other rows in the place of each row, keeping the order; an empty list drops the row. */
export function mapRows(
  input: Table,
  columns: readonly Column[],
  to: (row: Row, index: number) => readonly Row[],
): Table {
  const rows: Row[] = [];
  const ranks: number[] = [];
  for (const [i, row] of input.rows.entries())
    for (const made of to(row, i)) {
      rows.push(made);
      ranks.push(input.ranks?.[i] ?? 0);
    }
  return input.ranks ? { columns, rows, ranks } : { columns, rows };
}

/** The one value that all choices share; unknown where the choice would show. */
export function anyOf(choices: readonly Value[], what: string): Value {
  const [first] = choices;
  if (first === undefined) throw unknown(what);
  if (choices.some((choice) => !sameKind(choice, first))) throw unknown(what);
  return first;
}

function sameKind(a: Value, b: Value): boolean {
  if (isArray(a) !== isArray(b) || a instanceof Unordered !== b instanceof Unordered) return false;
  return typeof known(a) === typeof known(b) && sameValue(a, b);
}
