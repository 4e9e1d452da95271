import type { JsonValue } from './json.ts';

/** What a reviver is told of a primitive (TC39 "JSON.parse source text access"). */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => JsonValue;

const LONG_DIGITS = /\d{16}/;
const WHOLE = /^-?\d+$/;

/**
 * JSON in which whole numbers that a double cannot hold become strings of their digits; everything else as JSON.parse has it.
 * Throws the SyntaxError of JSON.parse.
 */
export function parseExactJson(text: string): JsonValue {
  // Most texts have no such number, and a reviver makes parsing several times slower.
  if (!LONG_DIGITS.test(text)) return JSON.parse(text) as JsonValue;
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && WHOLE.test(source)
      ? source
      : value,
  );
}
