/** Marks of series beside their colour, within 24 by 24: the chart and its legend draw the same. */
const SYMBOLS = [
  'M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z',
  'M2 2h20v20H2z',
  'M12 1L23 22H1z',
  'M12 0L24 12L12 24L0 12z',
  'M1 2H23L12 23z',
  'M9 1h6v8h8v6h-8v8H9v-8H1V9h8z',
] as const;

const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** A path of SVG. */
export function symbolOf(series: number): string {
  return SYMBOLS[series % SYMBOLS.length] ?? SYMBOLS[0];
}

/** Lines whose symbols are alike differ in their dashes. */
export function dashOf(series: number): (typeof DASHES)[number] {
  return DASHES[Math.floor(series / SYMBOLS.length) % DASHES.length] ?? 'solid';
}
