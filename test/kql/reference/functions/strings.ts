import { compareText } from '../compare.ts';
import { textOf } from '../convert.ts';
import { regularExpression } from '../textOperators.ts';
import { unknown } from '../unknown.ts';
import { isArray, type Value } from '../values.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

/** Positions and lengths count code points; where UTF-16 units differ the documentation leaves it open. */
function plain(text: string): string {
  if (/[\ud800-\udfff]/.test(text)) throw unknown('positions among characters beyond the basic plane');
  return text;
}

function casedAlike(text: string, changed: string): string {
  if (changed.length !== text.length || /[ıİςẞſ]/u.test(text))
    throw unknown('letters whose case changes their number');
  return changed;
}

function substring(text: string, from: bigint, length: bigint | undefined): string {
  const size = BigInt(plain(text).length);
  if (length !== undefined && length < 0n) throw unknown('substring of a negative length');
  const start = from < 0n ? size + from : from;
  if (start < 0n) throw unknown('substring from before the beginning');
  const end = length === undefined ? size : start + length;
  return text.slice(Number(start), Number(end > size ? size : end));
}

function indexOf(text: string, sought: string, start: bigint): bigint {
  if (sought === '' || start < 0n) throw unknown('indexof of nothing or from a negative place');
  return BigInt(plain(text).indexOf(plain(sought), Number(start)));
}

/** Occurrences, which may overlap for plain text. */
function countOf(text: string, sought: string): bigint {
  if (sought === '') throw unknown('countof of nothing');
  let count = 0n;
  for (let at = 0; at < text.length; at++) if (text.startsWith(sought, at)) count++;
  return count;
}

function trimmed(text: string, pattern: string, start: boolean, end: boolean): string {
  let rest = text;
  const expression = regularExpression(pattern);
  const group = `(?:${expression.source})`;
  if (expression.test('')) throw unknown('trimming what may be empty');
  const { flags } = expression;
  if (start) rest = rest.replace(new RegExp(`^${group}+`, flags), '');
  if (end) rest = rest.replace(new RegExp(`${group}+$`, flags), '');
  return rest;
}

function replaced(text: string, pattern: string, by: string): string {
  if (/[\\$]/.test(by)) throw unknown('references in a replacement');
  const expression = regularExpression(pattern, 'g');
  if (expression.test('')) throw unknown('replacing what may be empty');
  return text.replace(expression, () => by);
}

export const STRINGS: Readonly<Record<string, ReferenceFunction>> = {
  strcat: raw((args) => args.map(textOf).join('')),
  strcat_delim: raw(([delimiter, ...rest]) => rest.map(textOf).join(delimiter ? textOf(delimiter) : '')),
  strlen: typed(['string'], ([text]) => BigInt([...text].length)),
  string_size: typed(['string'], ([text]) => BigInt(Buffer.byteLength(text, 'utf8'))),
  tolower: typed(['string'], ([text]) => casedAlike(text, text.toLowerCase())),
  toupper: typed(['string'], ([text]) => casedAlike(text, text.toUpperCase())),
  reverse: typed(['string'], ([text]) => {
    if (/\p{M}|\u200d/u.test(text)) throw unknown('reversing combined characters');
    return [...text].reverse().join('');
  }),
  strcmp: typed(['string', 'string'], ([a, b]) => {
    const order = compareText(a, b);
    return order < 0 ? -1n : order > 0 ? 1n : 0n;
  }),
  strrep: typed(['string', 'long', 'string'], ([text, times, delimiter]) => {
    if (times < 0n || times > 1024n) throw unknown('repeating a text so often');
    return Array.from({ length: Number(times) }, () => text).join(delimiter ?? '');
  }),
  substring: typed(['string', 'long', 'long'], ([text, from, length]) => substring(text, from, length)),
  indexof: typed(['string', 'string', 'long'], ([text, sought, start]) =>
    indexOf(text, sought, (start as bigint | undefined) ?? 0n),
  ),
  replace_string: typed(['string', 'string', 'string'], ([text, sought, by]) => {
    if (sought === '') throw unknown('replacing nothing');
    return text.split(sought).join(by);
  }),
  replace_regex: typed(['string', 'string', 'string'], ([text, pattern, by]) => replaced(text, pattern, by)),
  replace: typed(['string', 'string', 'string'], ([pattern, by, text]) => replaced(text, pattern, by)),
  trim: typed(['string', 'string'], ([pattern, text]) => trimmed(text, pattern, true, true)),
  trim_start: typed(['string', 'string'], ([pattern, text]) => trimmed(text, pattern, true, false)),
  trim_end: typed(['string', 'string'], ([pattern, text]) => trimmed(text, pattern, false, true)),
  extract: typed(['string', 'long', 'string'], ([pattern, group, text], { type }) => {
    if (type !== 'string' || group < 0n) throw unknown('extract to a type or of a negative group');
    return regularExpression(pattern).exec(text)?.[Number(group)] ?? '';
  }),
  countof: typed(['string', 'string', 'string'], ([text, sought, kind]) => {
    if (((kind as string | undefined) ?? 'normal') === 'normal') return countOf(text, sought);
    if (kind !== 'regex') throw unknown('another kind of countof');
    const expression = regularExpression(sought, 'g');
    if (expression.test('')) throw unknown('counting what may be empty');
    return BigInt(text.match(expression)?.length ?? 0);
  }),
  split: typed(['string', 'string', 'long'], ([text, delimiter, index]) => {
    if (delimiter === '') throw unknown('splitting by nothing');
    const pieces = text.split(delimiter);
    if ((index as bigint | undefined) === undefined) return pieces;
    if (index < 0n) throw unknown('a negative index of split');
    const piece = pieces[Number(index)];
    if (piece === undefined) throw unknown('an index past the end of split');
    return [piece];
  }),
  strcat_array: typed(['dynamic', 'string'], ([items, delimiter]) => joined(items, delimiter)),
  regex_quote: typed(['string'], ([text]) => {
    if (/[^\w]/.test(text)) throw unknown('which characters are quoted');
    return text;
  }),
  isascii: typed(['string'], ([text]) =>
    [...text].every((character) => (character.codePointAt(0) ?? 0) < 128),
  ),
  isutf8: typed(['string'], () => true),
};

function joined(items: Value, delimiter: string): string {
  if (!isArray(items)) throw unknown('strcat_array of no array');
  return items
    .map((item) => {
      if (item === null) throw unknown('strcat_array with null');
      if (typeof item === 'number' && !Number.isFinite(item)) throw unknown('strcat_array with no number');
      return textOf({ type: 'dynamic', value: item });
    })
    .join(delimiter);
}
