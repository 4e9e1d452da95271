import type { RowRanges } from '../../src/protocol/results.ts';

/** Which rows of a grid are selected, by the rules of lists everywhere: an anchor, a range, single toggles. */
export class RowSelection {
  private readonly count: number;
  private readonly selected = new Set<number>();
  private anchor = 0;
  /** The row that the keyboard is on. */
  private at = 0;

  constructor(count: number) {
    this.count = count;
  }

  get active(): number {
    return this.at;
  }

  get size(): number {
    return this.selected.size;
  }

  has(row: number): boolean {
    return this.selected.has(row);
  }

  /** A plain click or arrow: this row alone. */
  only(row: number): void {
    this.selected.clear();
    this.at = this.anchor = this.within(row);
    if (this.count > 0) this.selected.add(this.at);
  }

  toggle(row: number): void {
    this.at = this.anchor = this.within(row);
    if (!this.selected.delete(this.at) && this.count > 0) this.selected.add(this.at);
  }

  /** From the anchor to this row, in place of what was selected. */
  extendTo(row: number): void {
    this.at = this.within(row);
    this.selected.clear();
    const [from, to] = this.anchor < this.at ? [this.anchor, this.at] : [this.at, this.anchor];
    for (let i = from; i <= to && this.count > 0; i++) this.selected.add(i);
  }

  /** Moves without selecting. */
  moveTo(row: number): void {
    this.at = this.within(row);
  }

  all(): void {
    for (let i = 0; i < this.count; i++) this.selected.add(i);
  }

  clear(): void {
    this.selected.clear();
  }

  ranges(): RowRanges {
    const ranges: [number, number][] = [];
    for (const row of [...this.selected].sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last?.[1] === row) last[1] = row + 1;
      else ranges.push([row, row + 1]);
    }
    return ranges;
  }

  private within(row: number): number {
    return Math.max(0, Math.min(this.count - 1, row));
  }
}
