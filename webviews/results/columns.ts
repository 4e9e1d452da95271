import type { AnswerColumn, Cell } from '../../src/domain/answer.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import { cellText, isEmpty } from './cellText.ts';

const LEAST_WIDTH = 60;
const MOST_WIDTH = 380;
/** With more columns than this, those that are empty in the first rows are not shown until asked for. */
const MANY = 12;

/** Which columns are shown, and how wide. */
export class Columns {
  readonly all: readonly AnswerColumn[];
  readonly #widths: number[];
  readonly #hidden: Set<number>;

  constructor(all: readonly AnswerColumn[], first: readonly (readonly Cell[])[], zone: ResultsZone) {
    this.all = all;
    this.#widths = all.map((column, i) => widthOf(column, first, i, zone));
    const empty = all.flatMap((_, i) =>
      first.length > 0 && first.every((row) => isEmpty(row[i])) ? [i] : [],
    );
    this.#hidden = new Set(all.length > MANY && empty.length < all.length ? empty : []);
  }

  /** Indexes of those shown, in the answer's order. */
  get shown(): readonly number[] {
    return this.all.flatMap((_, i) => (this.#hidden.has(i) ? [] : [i]));
  }

  get hidden(): number {
    return this.#hidden.size;
  }

  isShown(index: number): boolean {
    return !this.#hidden.has(index);
  }

  setShown(index: number, shown: boolean): void {
    if (shown) this.#hidden.delete(index);
    else if (this.all.length - this.#hidden.size > 1) this.#hidden.add(index);
  }

  showAll(): void {
    this.#hidden.clear();
  }

  /** All but the first, since rows without a column are none. */
  hideAll(): void {
    this.all.forEach((_, i) => i > 0 && this.#hidden.add(i));
    this.#hidden.delete(0);
  }

  width(index: number): number {
    return this.#widths[index] ?? LEAST_WIDTH;
  }

  setWidth(index: number, width: number): void {
    this.#widths[index] = Math.round(Math.max(40, Math.min(2000, width)));
  }
}

function widthOf(
  column: AnswerColumn,
  first: readonly (readonly Cell[])[],
  index: number,
  zone: ResultsZone,
): number {
  // Room for the sign of the order and the button behind the name.
  let longest = column.name.length + 5;
  for (const row of first) longest = Math.max(longest, cellText(row[index] ?? null, column, zone).length);
  return Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, 18 + longest * 7.4)));
}
