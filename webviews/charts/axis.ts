import type { JsonValue } from '../../src/base/json.ts';
import type { AnswerColumn, Cell } from '../../src/domain/answer.ts';
import { isNumeric } from '../../src/domain/result.ts';
import { isTimeList, listOf, numberOf, textOf } from './cells.ts';
import type { ChartKind, Plot } from './plot.ts';

/** Where the values of a column lie along x. */
export class Axis {
  readonly kind: Plot['x'];
  /** Of the categories, in the order in which they are drawn. */
  readonly names: readonly string[];
  /** Whether the categories are times, in ISO 8601. */
  readonly namesTimes: boolean;
  readonly #places: ReadonlyMap<string, number>;

  constructor(
    type: AnswerColumn['type'],
    rows: readonly (readonly Cell[])[],
    column: number,
    chart: ChartKind,
  ) {
    const isTime = type === 'datetime' || rows.some((row) => isTimeList(row[column] ?? null));
    const isBars = chart === 'columnchart' || chart === 'barchart' || chart === 'piechart';
    this.kind = isBars ? 'category' : isTime ? 'time' : isNumeric(type) ? 'number' : 'category';
    this.namesTimes = isTime && this.kind === 'category';
    const values =
      this.kind === 'category'
        ? new Map(
            rows.flatMap((row) =>
              listOf(row[column] ?? null).map((value) => [textOf(value), value] as const),
            ),
          )
        : new Map<string, JsonValue>();
    const along = (value: JsonValue): number => (isTime ? timeOf(value) : numberOf(value)) ?? Infinity;
    // Bars over a scale stand in its order; names stay in the order of the rows, which the query chose.
    const inOrder =
      chart !== 'piechart' && (isTime || isNumeric(type))
        ? [...values].toSorted(([, a], [, b]) => along(a) - along(b) || 0)
        : [...values];
    this.names = inOrder.map(([name]) => name);
    this.#places = new Map(this.names.map((name, index) => [name, index]));
  }

  /** NaN where a value has no place. */
  places(cell: Cell): readonly number[] {
    return listOf(cell).map((value) => {
      if (this.kind === 'time') return timeOf(value) ?? Number.NaN;
      if (this.kind === 'number') return numberOf(value) ?? Number.NaN;
      return this.#places.get(textOf(value)) ?? Number.NaN;
    });
  }
}

function timeOf(value: JsonValue): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : null;
}
