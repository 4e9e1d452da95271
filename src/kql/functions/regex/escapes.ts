import type { Cursor } from './cursor.ts';
import type { Assertion, Modes } from './syntax.ts';

export type Escape =
  | { readonly kind: 'point'; readonly point: number }
  | { readonly kind: 'perl'; readonly letter: string }
  | { readonly kind: 'property'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'look'; readonly what: Assertion };

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const LOOKS: Readonly<Record<string, Assertion>> = {
  A: 'textStart',
  z: 'textEnd',
  B: 'notBoundary',
  '<': 'wordStart',
  '>': 'wordEnd',
};
const WORD_LOOKS: Readonly<Record<string, Assertion>> = {
  start: 'wordStart',
  end: 'wordEnd',
  'start-half': 'halfStart',
  'end-half': 'halfEnd',
};

/** From a backslash on. */
export function readEscape(cursor: Cursor, modes: Modes): Escape {
  cursor.skip('\\');
  const hex =
    cursor.match(/x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})/y) ??
    cursor.match(/()()()[xuU]\{([\da-fA-F]{1,8})\}/y);
  if (hex) {
    const point = Number.parseInt(hex[1] || hex[2] || hex[3] || hex[4] || '', 16);
    if (hex[1] && !modes.unicode && point > 127)
      cursor.fail(`\\${hex[0]} is a byte without the flag u, which is no text; write \\u{${hex[1]}}.`);
    return { kind: 'point', point };
  }
  const octal = cursor.match(/[0-3]?[0-7]{2}/y);
  if (octal) return { kind: 'point', point: Number.parseInt(octal[0], 8) };
  const property = cursor.match(/([pP])(?:\{([^{}^]+)\}|([a-zA-Z]))/y);
  if (property)
    return { kind: 'property', negated: property[1] === 'P', name: property[2] ?? property[3] ?? '' };
  const word = cursor.match(/b\{([^}]*)\}/y);
  if (word) {
    const what = WORD_LOOKS[word[1] ?? ''];
    if (!what) cursor.fail(`There is no boundary \\${word[0]}.`);
    return { kind: 'look', what };
  }
  const c = cursor.take();
  if (c === '') cursor.fail('The pattern ends in a backslash.');
  if (/^[dDsSwW]$/.test(c)) return { kind: 'perl', letter: c };
  if (c === 'b') return { kind: 'look', what: 'boundary' };
  const what = LOOKS[c];
  if (what) return { kind: 'look', what };
  const control = CONTROLS[c];
  if (control !== undefined) return { kind: 'point', point: control };
  if (/^[1-9]$/.test(c))
    cursor.fail('What a group found before cannot be asked for again: there are no back references in KQL.');
  if (/^[\da-zA-Z]$/.test(c) || c > '\u007f') cursor.fail(`There is no escape \\${c}.`);
  return { kind: 'point', point: c.charCodeAt(0) };
}
