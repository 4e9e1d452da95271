/** A label beside its mark: `x` of the mark and the width that its text takes, in pixels. */
export interface LabelWish {
  readonly x: number;
  readonly width: number;
}

export interface LabelPlace {
  readonly x: number;
  /** From 0, the row nearest to the mark. */
  readonly row: number;
  readonly side: 'right' | 'left';
}

const GAP = 6;

/**
 * Places labels, given in order of x, on `rows` rows so that none covers another, and none on the first row, where the
 * marks are, covers a mark: right of its own mark on the first row that is free, else left of it, whole within `width`.
 * `offset` is from the middle of a mark to its label. Null where there is no place; the mark still stands for it.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  rows: number,
  offset: number,
  width: number,
): (LabelPlace | null)[] {
  const free: number[] = new Array<number>(rows).fill(-Infinity);
  return wishes.map((wish, i) => {
    const nextMark = (wishes[i + 1]?.x ?? Infinity) - offset;
    const lastMark = (wishes[i - 1]?.x ?? -Infinity) + offset;
    for (const side of ['right', 'left'] as const) {
      const x = side === 'right' ? wish.x + offset : wish.x - offset - wish.width;
      const end = x + wish.width;
      if (x < 0 || end > width) continue;
      const row = free.findIndex(
        (taken, at) =>
          taken + GAP <= Math.min(x, wish.x - offset) &&
          (at > 0 || (side === 'right' ? end <= nextMark : x >= lastMark)),
      );
      if (row < 0) continue;
      free[row] = Math.max(end, wish.x + offset);
      return { x, row, side };
    }
    return null;
  });
}
