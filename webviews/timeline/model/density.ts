import type { Span } from '../../../src/picture/span.ts';
/** Says how many entries are before a time. */
interface Counted {
  before(time: number): number;
}

/**
 * How many entries fall on each pixel of a picture `width` pixels wide, written to `counts`: pixel x holds what is in
 * [time(x), time(x + 1)). Exact; the counts of all pixels sum to what the span holds. Returns that sum.
 */
export function countPixels(index: Counted, span: Span, width: number, counts: Uint32Array): number {
  const step = (span.end - span.start) / width;
  const first = index.before(span.start);
  let from = first;
  for (let x = 0; x < width; x++) {
    const edge = x === width - 1 ? span.end : span.start + (x + 1) * step;
    const to = Math.max(from, index.before(edge));
    counts[x] = to - from;
    from = to;
  }
  return from - first;
}
