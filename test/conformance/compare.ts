import { isDeepStrictEqual } from 'node:util';
import type { Answer, Cell } from '../../src/domain/answer.ts';
import type { JsonValue } from '../../src/base/json.ts';

export interface Expected {
  readonly columns?: readonly string[];
  readonly types?: readonly string[];
  readonly rows: readonly (readonly JsonValue[])[];
}

const TOLERANCE = 1e-9;

/** Undefined where the answer is what was expected; else what differs, in a line. */
export function difference(
  answer: Answer,
  expected: Expected,
  ordered: boolean,
  tolerance = TOLERANCE,
): string | undefined {
  const names = answer.columns.map((column) => column.name);
  if (expected.columns && !isDeepStrictEqual(names, [...expected.columns]))
    return `columns ${names.join(',')} instead of ${expected.columns.join(',')}`;
  const types = answer.columns.map((column) => column.type as string);
  if (expected.types) {
    const wanted = expected.types.map(canonicalType);
    if (!isDeepStrictEqual(types, wanted)) return `types ${types.join(',')} instead of ${wanted.join(',')}`;
  }
  return rowsDifference(answer.rows, expected.rows, types, ordered, tolerance);
}

function canonicalType(type: string): string {
  return type === 'double' ? 'real' : type;
}

export function rowsDifference(
  actual: readonly (readonly Cell[])[],
  expected: readonly (readonly JsonValue[])[],
  types: readonly string[],
  ordered: boolean,
  tolerance = TOLERANCE,
): string | undefined {
  if (actual.length !== expected.length)
    return `${actual.length} rows instead of ${expected.length}: ${clip(actual)} instead of ${clip(expected)}`;
  const left = [...actual];
  for (const [i, row] of expected.entries()) {
    const at = ordered
      ? left[i] && rowEqual(left[i], row, types, tolerance)
        ? i
        : -1
      : left.findIndex((candidate) => rowEqual(candidate, row, types, tolerance));
    if (at < 0) return `${clip(ordered ? actual[i] : left)} instead of ${clip(row)}`;
    if (!ordered) left.splice(at, 1);
  }
  return undefined;
}

function clip(value: unknown): string {
  return JSON.stringify(value).slice(0, 400);
}

function rowEqual(
  actual: readonly Cell[],
  expected: readonly JsonValue[],
  types: readonly string[],
  tolerance: number,
): boolean {
  return (
    actual.length === expected.length &&
    actual.every((cell, i) => cellEqual(cell, expected[i] ?? null, types[i] ?? '', tolerance))
  );
}

function cellEqual(actual: JsonValue, expected: JsonValue, type: string, tolerance: number): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return near(actual, expected, tolerance);
  if ((type === 'long' || type === 'decimal' || type === 'real') && actual !== null && expected !== null)
    return actual === expected || near(Number(actual), Number(expected), tolerance);
  if (type === 'datetime' && typeof actual === 'string' && typeof expected === 'string')
    return instant(actual) === instant(expected);
  if (type === 'timespan' && typeof actual === 'string' && typeof expected === 'string')
    return span(actual) === span(expected);
  if (type === 'string' && (actual === null || expected === null)) return (actual ?? '') === (expected ?? '');
  return same(actual, expected, tolerance);
}

function near(a: number, b: number, tolerance: number): boolean {
  return (
    a === b ||
    Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b)) ||
    (Number.isNaN(a) && Number.isNaN(b))
  );
}

function instant(text: string): string {
  return text.replace(/\.?0*Z$/, 'Z');
}

function span(text: string): string {
  return text.includes('.') ? text.replace(/(:\d\d)\.?0*$/, '$1').replace(/(\.\d*?)0+$/, '$1') : text;
}

/** JSON values with numbers compared by value; a datetime inside of a dynamic is a text. */
function same(a: JsonValue, b: JsonValue, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return near(a, b, tolerance);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    if (typeof a === 'string' && typeof b === 'string' && /^\d{4}-\d\d-\d\dT/.test(a))
      return instant(a) === instant(b);
    return (
      a === b ||
      (typeof a !== typeof b && isNumeric(a) && isNumeric(b) && near(Number(a), Number(b), tolerance))
    );
  }
  const [x, y] = [a as Readonly<Record<string, JsonValue>>, b as Readonly<Record<string, JsonValue>>];
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(x);
  return (
    keys.length === Object.keys(y).length &&
    keys.every((key) => key in y && same(x[key] ?? null, y[key] ?? null, tolerance))
  );
}

function isNumeric(value: JsonValue): boolean {
  return (
    (typeof value === 'string' && value.length > 15 && /^-?\d+$/.test(value)) || typeof value === 'number'
  );
}
