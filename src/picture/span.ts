import type { Span } from '../domain/span.ts';

export type { Span };

/** A pixel a tenth of a microsecond apart is what a double of present-day milliseconds still tells apart. */
const NARROWEST = 1;
/** Twice all of the extent is as far out as one can zoom. */
const WIDEST = 2;

export function length(span: Span): number {
  return span.end - span.start;
}

/** Time at a pixel of a picture `width` wide. */
export function timeAt(span: Span, width: number, x: number): number {
  return span.start + (x / width) * length(span);
}

export function pixelAt(span: Span, width: number, time: number): number {
  return ((time - span.start) / length(span)) * width;
}

/** All events with a little air, so that the first and last are not on the edge. One event alone gets an hour. */
export function fitted(extent: Span): Span {
  const air = length(extent) < NARROWEST ? 1_800_000 : length(extent) * 0.02;
  return { start: extent.start - air, end: extent.end + air };
}

/** Zooms by `factor` (below 1 goes nearer) and keeps `fixed` where it is. */
export function zoomed(span: Span, fixed: number, factor: number, extent: Span): Span {
  const widest = length(fitted(extent)) * WIDEST;
  const next = Math.min(Math.max(length(span) * factor, NARROWEST), Math.max(widest, NARROWEST));
  const share = (fixed - span.start) / length(span);
  const start = fixed - share * next;
  return kept({ start, end: start + next }, extent);
}

export function panned(span: Span, by: number, extent: Span): Span {
  return kept({ start: span.start + by, end: span.end + by }, extent);
}

/** Moves the least that shows `time`, with air around it. */
export function showing(span: Span, time: number, extent: Span): Span {
  const air = length(span) * 0.1;
  if (time < span.start + air) return panned(span, time - air - span.start, extent);
  if (time > span.end - air) return panned(span, time + air - span.end, extent);
  return span;
}

/** Keeps the middle of the span inside the extent: no one gets lost in empty time. */
function kept(span: Span, extent: Span): Span {
  const middle = (span.start + span.end) / 2;
  const by = Math.min(Math.max(middle, extent.start), extent.end) - middle;
  return by === 0 ? span : { start: span.start + by, end: span.end + by };
}
