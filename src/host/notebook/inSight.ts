/** Of a notebook's cells, the first and the one after the last that an editor shows. */
export interface CellRange {
  readonly start: number;
  readonly end: number;
}

/** Cells with those that are shown first, then the nearer ones before those further away. */
export function inSightFirst<C extends { readonly index: number }>(
  cells: readonly C[],
  shown: readonly CellRange[],
): C[] {
  // VS Code looks for a cell to say its index: once for each.
  const away = new Map(
    cells.map((cell) => {
      const { index } = cell;
      const distances = shown.map(({ start, end }) => Math.max(start - index, index - end + 1, 0));
      return [cell, distances.length > 0 ? Math.min(...distances) : index] as const;
    }),
  );
  return cells.toSorted((a, b) => (away.get(a) ?? 0) - (away.get(b) ?? 0));
}
