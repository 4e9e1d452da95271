import type { JsonValue } from './json.ts';

const LONG_DIGITS = /\d{16}/;
/** A text, or what may be a number that a double cannot hold. */
const TEXT_OR_NUMBER = /"|[-\d][-+.eE\d]{15,}/g;
const WHOLE = /^-?[1-9]\d*$/;

/**
 * JSON in which whole numbers that a double cannot hold become strings of their digits; everything else as JSON.parse has it.
 * Throws the SyntaxError of JSON.parse.
 */
export function parseExactJson(text: string): JsonValue {
  return JSON.parse(LONG_DIGITS.test(text) ? withLongNumbersQuoted(text) : text) as JsonValue;
}

// A reviver that is told of the source text would do, but Node 20 has none.
function withLongNumbersQuoted(text: string): string {
  const found = new RegExp(TEXT_OR_NUMBER);
  let quoted = '';
  let copied = 0;
  for (let match = found.exec(text); match; match = found.exec(text)) {
    const [token] = match;
    if (token === '"') found.lastIndex = endOfText(text, found.lastIndex);
    else if (WHOLE.test(token) && !Number.isSafeInteger(Number(token))) {
      quoted += `${text.slice(copied, match.index)}"${token}"`;
      copied = found.lastIndex;
    }
  }
  return quoted + text.slice(copied);
}

/** Behind the quote that ends a text whose inside begins at `start`; the end of everything where none does. */
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
