import { withoutFormula } from '../../src/base/csv.ts';
import { visible } from '../../src/base/visible.ts';
import type { AnswerColumn, Cell } from '../../src/domain/answer.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';

/** A cell as it is read: never markup, times in the chosen zone, dynamic values as JSON. */
export function cellText(cell: Cell, column: AnswerColumn, zone: ResultsZone): string {
  if (cell === null) return 'null';
  if (typeof cell === 'object') return visible(JSON.stringify(cell));
  if (column.type === 'datetime' && typeof cell === 'string') return timeText(cell, zone);
  return visible(String(cell));
}

/** As it is copied into a table: what would start a new column or row, or a formula, is made plain. */
export function copyText(cell: Cell, isNumber: boolean): string {
  const text = exactText(cell).replace(/[\t\r\n]+/g, ' ');
  return isNumber ? text : withoutFormula(text);
}

/** A cell's value as it is. */
export function exactText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** Keeps all seven decimals; a zone changes the date and the clock, never the fraction. */
function timeText(iso: string, zone: ResultsZone): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return visible(iso);
  const fraction = /\.\d+/.exec(iso)?.[0] ?? '';
  if (zone === 'utc') return `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction}Z`;
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${fraction}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

export function isEmpty(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || cell === '';
}
