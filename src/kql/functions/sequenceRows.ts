import { type Dynamic, parseDynamic } from '../values/dynamic.ts';

/** Characters; while a function goes through rows nothing else runs in its process, a cancellation included. */
const MOST = 1 << 26;

/** The rows that the plan's `sequence` hands to its function. */
export function sequenceRows(text: string): readonly Dynamic[] {
  if (text.length > MOST)
    throw new Error('There are too many rows to go through in turn. Narrow the query by time or by columns.');
  const rows = parseDynamic(text);
  return Array.isArray(rows) ? rows : [];
}
