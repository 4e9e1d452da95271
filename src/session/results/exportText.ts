import { csvField } from '../../base/csv.ts';
import type { JsonObject } from '../../base/json.ts';
import { markdownText } from '../../base/markdown.ts';
import type { AnswerColumn, Cell } from '../../domain/answer.ts';
import { isNumeric } from '../../domain/result.ts';

/** Text around and of the rows of an export. */
export interface TextFormat {
  readonly head: string;
  row(cells: readonly Cell[], index: number): string;
  readonly tail: string;
}

export function textFormat(
  format: 'csv' | 'json' | 'markdown',
  columns: readonly AnswerColumn[],
): TextFormat {
  switch (format) {
    case 'csv':
      return {
        // Without the mark spreadsheets take the text for something other than UTF-8.
        head: `\uFEFF${columns.map(({ name }) => csvField(name)).join(',')}\r\n`,
        row: (cells) => `${columns.map((column, i) => csvCell(cells[i] ?? null, column)).join(',')}\r\n`,
        tail: '',
      };
    case 'json':
      return {
        head: '[',
        row: (cells, index) => `${index === 0 ? '\n' : ',\n'}${JSON.stringify(objectOf(cells, columns))}`,
        tail: '\n]\n',
      };
    case 'markdown':
      return {
        head: `| ${columns.map(({ name }) => markdownText(name)).join(' | ')} |\n|${columns.map(({ type }) => (isNumeric(type) ? '---:|' : '---|')).join('')}\n`,
        row: (cells) => `| ${columns.map((_, i) => markdownText(plain(cells[i] ?? null))).join(' | ')} |\n`,
        tail: '',
      };
  }
}

function csvCell(cell: Cell, { type }: AnswerColumn): string {
  if (cell === null) return '';
  // Numbers beyond a double's reach are texts of digits.
  const isNumber = isNumeric(type) && typeof cell === 'string' && /^-?[\d.]+$/.test(cell);
  if (isNumber) return cell;
  return csvField(typeof cell === 'object' ? JSON.stringify(cell) : cell);
}

function plain(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

function objectOf(cells: readonly Cell[], columns: readonly AnswerColumn[]): JsonObject {
  return Object.fromEntries(columns.map(({ name }, i) => [name, cells[i] ?? null]));
}
