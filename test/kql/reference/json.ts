import { realText } from './text.ts';
import { isArray, isBag, known, LONG_MAX, LONG_MIN, type Value } from './values.ts';
import { unknown } from './unknown.ts';

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"((?:[^"\\\u0000-\u001f]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** JSON to a value: whole numbers are longs, others reals. Undefined where the text is not JSON. */
export function parseJson(text: string): Value | undefined {
  const cursor = { text, at: 0 };
  const value = read(cursor);
  skip(cursor);
  return cursor.at === text.length ? value : undefined;
}

interface Cursor {
  readonly text: string;
  at: number;
}

function skip(cursor: Cursor): void {
  while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
}

function eat(cursor: Cursor, token: string): boolean {
  skip(cursor);
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

function matched(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match) cursor.at = pattern.lastIndex;
  return match;
}

function read(cursor: Cursor): Value | undefined {
  skip(cursor);
  if (eat(cursor, '[')) return readArray(cursor);
  if (eat(cursor, '{')) return readBag(cursor);
  const string = matched(cursor, STRING);
  if (string) return string[1] === undefined ? undefined : unescape(string[1]);
  const number = matched(cursor, NUMBER);
  if (number) return readNumber(number);
  for (const [word, value] of WORDS) if (eat(cursor, word)) return value;
  return undefined;
}

function unescape(body: string): string | undefined {
  try {
    return JSON.parse(`"${body}"`) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readNumber([text, fraction, exponent]: RegExpExecArray): Value | undefined {
  if (/^-?0\d/.test(text)) return undefined;
  if (fraction !== undefined || exponent !== undefined) return Number(text);
  const whole = BigInt(text);
  if (whole < LONG_MIN || whole > LONG_MAX) throw unknown('a whole number beyond long in JSON');
  return whole;
}

function readArray(cursor: Cursor): Value | undefined {
  const items: Value[] = [];
  if (eat(cursor, ']')) return items;
  for (;;) {
    const item = read(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    if (eat(cursor, ']')) return items;
    if (!eat(cursor, ',')) return undefined;
  }
}

function readBag(cursor: Cursor): Value | undefined {
  const members = new Map<string, Value>();
  if (eat(cursor, '}')) return members;
  for (;;) {
    const key = read(cursor);
    if (typeof key !== 'string' || !eat(cursor, ':')) return undefined;
    const value = read(cursor);
    if (value === undefined) return undefined;
    if (members.has(key)) throw unknown('a key twice in a bag');
    members.set(key, value);
    if (eat(cursor, '}')) return members;
    if (!eat(cursor, ',')) return undefined;
  }
}

/** Compact JSON as tostring() of a dynamic gives it. */
export function printJson(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? realText(value) : `"${realText(value)}"`;
  if (isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (isBag(value))
    return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${printJson(member)}`).join(',')}}`;
  return (known(value) as bigint | boolean).toString();
}
