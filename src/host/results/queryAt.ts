/** A query of a text, with where it begins (UTF-16). */
export interface QueryPlace {
  readonly text: string;
  readonly start: number;
}

/**
 * What is to be run of a text file: the selection where there is one, else the query around the cursor. Queries are set
 * apart by blank lines; undefined where the cursor is on one of those.
 */
export function queryAt(text: string, from: number, to: number): QueryPlace | undefined {
  if (from !== to) return placeOf(text, from, to);
  let start: number | undefined;
  let end = 0;
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const isBlank = line.trim() === '';
    const holdsCursor = from >= index && from < index + line.length;
    if (isBlank && (holdsCursor || (start !== undefined && from < index))) break;
    if (isBlank) start = undefined;
    else {
      start ??= index;
      end = index + line.length;
    }
  }
  return start === undefined || from < start || from > end ? undefined : placeOf(text, start, end);
}

function placeOf(text: string, from: number, to: number): QueryPlace | undefined {
  const part = text.slice(from, to);
  const trimmed = part.trim();
  return trimmed === '' ? undefined : { text: trimmed, start: from + part.indexOf(trimmed) };
}
