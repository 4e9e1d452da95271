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

/** A lane whose entries are those of its events that pass a filter. */
interface Filtered {
  /** How many of its events are before `time`, whatever the filter. */
  placeOf(time: number): number;
  /** How many of its first `place` events pass. */
  passingBefore(place: number): number;
}

/**
 * Counts of one lane on the pixels of a picture, as `countPixels` gives them. Where the pixels' edges lie among the lane's
 * events is kept, so that the same picture under another filter is counted without looking for them again.
 */
export class PixelCounts {
  counts = new Uint32Array();
  #edges = new Uint32Array();
  #of: { readonly lane: Filtered; readonly start: number; readonly end: number } | null = null;

  /** Returns the sum. */
  count(lane: Filtered, { start, end }: Span, width: number): number {
    if (this.counts.length !== width) {
      this.counts = new Uint32Array(width);
      this.#edges = new Uint32Array(width + 1);
      this.#of = null;
    }
    const { counts } = this;
    const edges = this.#edges;
    if (this.#of?.lane !== lane || this.#of.start !== start || this.#of.end !== end) {
      const step = (end - start) / width;
      let last = 0;
      for (let x = 0; x <= width; x++) {
        last = Math.max(last, lane.placeOf(x === width ? end : start + x * step));
        edges[x] = last;
      }
      this.#of = { lane, start, end };
    }
    const first = lane.passingBefore(edges[0] ?? 0);
    let from = first;
    for (let x = 0; x < width; x++) {
      const to = edges[x + 1] === edges[x] ? from : lane.passingBefore(edges[x + 1] ?? 0);
      counts[x] = to - from;
      from = to;
    }
    return from - first;
  }
}
