import type { JsonValue } from '../../src/base/json.ts';
import type { Cell } from '../../src/domain/answer.ts';

/** A cell of make-series is a list with a value for each place along x. */
export function listOf(cell: Cell): readonly JsonValue[] {
  return isList(cell) ? cell : [cell];
}

function isList(cell: Cell): cell is readonly JsonValue[] {
  return Array.isArray(cell);
}

export function isTimeList(cell: Cell): boolean {
  return isList(cell) && typeof cell[0] === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell[0]);
}

export function isNumberList(cell: Cell): boolean {
  return isList(cell) && cell.some((value) => typeof value === 'number');
}

export function numberOf(value: JsonValue): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value !== ''
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

export function textOf(value: JsonValue): string {
  if (value === null || value === '') return '(empty)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function finite(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
