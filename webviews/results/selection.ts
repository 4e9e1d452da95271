import type { RowRanges } from '../../src/domain/result.ts';

type Range = readonly [from: number, to: number];

/** Which rows of a grid are selected, by the rules of lists everywhere: an anchor, a range, single toggles. */
export class RowSelection {
  private readonly count: number;
  /** Ascending and apart. */
  private selected: readonly Range[] = [];
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
    return this.selected.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  has(row: number): boolean {
    return this.selected.some(([from, to]) => from <= row && row < to);
  }

  /** A plain click or arrow: this row alone. */
  only(row: number): void {
    this.at = this.anchor = this.within(row);
    this.selected = this.count > 0 ? [[this.at, this.at + 1]] : [];
  }

  toggle(row: number): void {
    this.at = this.anchor = this.within(row);
    const one: Range = [this.at, this.at + 1];
    if (this.has(this.at)) this.selected = this.selected.flatMap((range) => without(range, one));
    else if (this.count > 0) this.selected = joined([...this.selected, one]);
  }

  /** From the anchor to this row, in place of what was selected. */
  extendTo(row: number): void {
    this.at = this.within(row);
    const [from, to] = this.anchor < this.at ? [this.anchor, this.at] : [this.at, this.anchor];
    this.selected = this.count > 0 ? [[from, to + 1]] : [];
  }

  /** Moves without selecting. */
  moveTo(row: number): void {
    this.at = this.within(row);
  }

  all(): void {
    this.selected = this.count > 0 ? [[0, this.count]] : [];
  }

  clear(): void {
    this.selected = [];
  }

  ranges(): RowRanges {
    return this.selected;
  }

  private within(row: number): number {
    return Math.max(0, Math.min(this.count - 1, row));
  }
}

function without([from, to]: Range, [cutFrom, cutTo]: Range): Range[] {
  const parts: Range[] = [
    [from, Math.min(to, cutFrom)],
    [Math.max(from, cutTo), to],
  ];
  return parts.filter(([a, b]) => a < b);
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const out: [number, number][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = out.at(-1);
    if (last && last[1] >= from) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}
