type LineEnd = '\n' | '\r\n';

/** What most lines end with; undefined where there is one line only. */
export function lineEndOf(text: string): LineEnd | undefined {
  const all = text.split('\n').length - 1;
  const crlf = text.split('\r\n').length - 1;
  return all === 0 ? undefined : crlf * 2 > all ? '\r\n' : '\n';
}

export function toLf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

export function withEol(text: string, eol: string): string {
  return toLf(text).replaceAll('\n', eol);
}

export function endLine(text: string, eol: string): string {
  return text === '' || /[\r\n]$/.test(text) ? text : text + eol;
}

/**
 * An edited text with the line ends that its lines had: an editor knows one line end for the whole text, files can mix them.
 * Lines before and after what was edited keep theirs; new ones end with `eol`.
 */
export function withEndsOf(before: string, text: string, eol: string): string {
  const ends = before.match(/\r\n|\n|\r/g) ?? [];
  if (ends.every((end) => end === eol)) return withEol(text, eol);
  const old = toLf(before).split('\n');
  const lines = toLf(text).split('\n');
  const shorter = Math.min(old.length, lines.length);
  let same = 0;
  while (same < shorter && old[old.length - 1 - same] === lines[lines.length - 1 - same]) same++;
  // Counted from the end for the lines after the edit, from the start for all before them.
  const shift = (index: number): number =>
    index >= lines.length - 1 - same ? index + old.length - lines.length : index;
  return lines
    .map((line, index) => (index === lines.length - 1 ? line : line + (ends[shift(index)] ?? eol)))
    .join('');
}
