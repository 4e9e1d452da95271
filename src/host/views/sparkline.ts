const BARS = '▁▂▃▄▅▆▇█';

/**
 * Counts as one line of block characters, at most `width` long: neighbouring bins are added up to fit. An empty
 * bin is a space, so that a gap is seen as one; the smallest count is never drawn as empty.
 */
export function sparkline(counts: readonly number[], width = 48): string {
  const per = Math.max(1, Math.ceil(counts.length / width));
  const bins: number[] = [];
  for (let i = 0; i < counts.length; i += per)
    bins.push(counts.slice(i, i + per).reduce((sum, count) => sum + count, 0));
  const top = Math.max(1, ...bins);
  return bins
    .map((count) => (count === 0 ? ' ' : BARS.charAt(Math.ceil((count / top) * BARS.length) - 1)))
    .join('');
}
