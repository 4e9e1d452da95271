import type { AnswerColumn, Cell } from '../domain/answer.ts';

const MAX_WIDTH = 60;

/** Rows for a terminal. Log content cannot move the cursor or hide text: control characters are shown as escapes. */
export function textTable(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns.map(({ name }) => shown(name)), ...rows.map((row) => row.map(shown))];
  const widths = columns.map((_column, index) =>
    Math.max(1, ...lines.map((line) => [...(line[index] ?? '')].length)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  const [header = [], ...body] = lines;
  return [header, rule, ...body]
    .map((line) =>
      line
        .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...cell].length)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(cell: Cell): string {
  const text = typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);
  const characters = [...plain(text.slice(0, 4 * MAX_WIDTH))];
  return characters.length > MAX_WIDTH
    ? `${characters.slice(0, MAX_WIDTH - 1).join('')}…`
    : characters.join('');
}

/** Control and direction characters as escapes. */
export function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
