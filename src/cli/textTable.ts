import { plain } from '../base/plainText.ts';
import type { AnswerColumn, Cell } from '../domain/answer.ts';

const MAX_WIDTH = 60;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Rows for a terminal. Log content cannot move the cursor or hide text: control characters are shown as escapes. */
export function textTable(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns.map(({ name }) => shown(name)), ...rows.map((row) => row.map(shown))];
  const widths = columns.map((_column, index) =>
    lines.reduce((width, line) => Math.max(width, characters(line[index] ?? '').length), 1),
  );
  const [header = [], ...body] = lines;
  return [header, widths.map((width) => '-'.repeat(width)), ...body]
    .map((line) =>
      line
        .map((cell, index) => padded(cell, widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - characters(cell).length));
}

function shown(cell: Cell): string {
  const text = typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);
  const all = characters(plain(text.slice(0, 4 * MAX_WIDTH)));
  return all.length > MAX_WIDTH ? `${all.slice(0, MAX_WIDTH - 1).join('')}…` : all.join('');
}

/** As a person counts them. */
function characters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
