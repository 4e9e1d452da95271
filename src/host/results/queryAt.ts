import { queryBlocks } from '../../domain/queryBlocks.ts';

/** A query of a text, with where it begins (UTF-16). */
export interface QueryPlace {
  readonly text: string;
  readonly start: number;
}

/** What is to be run of a text file: the selection where there is one, else the query around the cursor. */
export function queryAt(text: string, from: number, to: number): QueryPlace | undefined {
  if (from !== to) return placeOf(text, from, to);
  const block = queryBlocks(text).find(({ start, end }) => start <= from && from <= end);
  return block && placeOf(text, block.start, block.end);
}

function placeOf(text: string, from: number, to: number): QueryPlace | undefined {
  const part = text.slice(from, to);
  const trimmed = part.trim();
  return trimmed === '' ? undefined : { text: trimmed, start: from + part.indexOf(trimmed) };
}
