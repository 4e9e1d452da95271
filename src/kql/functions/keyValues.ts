import type { Dynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

/** How parse-kv finds pairs. Without delimiters whatever is no letter or digit parts them, and `keys` are looked for. */
export interface KeyValueOptions {
  readonly delimiters?: { readonly pair: string; readonly key: string };
  /** Each one character, or an opening and a closing one. */
  readonly quotes: readonly string[];
  readonly escapes: readonly string[];
  /** A value without quotes goes on to the next key. */
  readonly greedy: boolean;
  readonly keys: readonly string[];
}

interface Quoted {
  readonly value: string;
  readonly end: number;
}

/** A text in quotes from `at` on, and where it ends; undefined where none begins there. */
function quotedAt(text: string, at: number, { quotes, escapes }: KeyValueOptions): Quoted | undefined {
  const quote = quotes.find((pair) => pair !== '' && text[at] === pair[0]);
  if (quote === undefined) return undefined;
  const close = quote.length > 1 ? (quote[1] ?? '') : quote;
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i] ?? '';
    if (escapes.includes(c) && i + 1 < text.length) value += text[++i] ?? '';
    else if (c === close) return { value, end: i + 1 };
    else value += c;
  }
  return undefined;
}

/** Where the value from `from` on ends. */
function valueEnd(text: string, from: number, pair: string, key: string, greedy: boolean): number {
  const next = text.indexOf(pair, from);
  if (next < 0) return text.length;
  if (!greedy) return next;
  for (let split = text.indexOf(key, from); split >= 0; split = text.indexOf(key, split + key.length)) {
    const before = text.lastIndexOf(pair, split - 1);
    if (before >= from) return before;
  }
  return text.length;
}

/** Pairs of a text, the first of a key winning; a key or value in quotes may hold the delimiters. */
function delimited(text: string, pair: string, key: string, options: KeyValueOptions): Map<string, Dynamic> {
  const pairs = new Map<string, Dynamic>();
  for (let at = 0; at < text.length; ) {
    while (text[at] === ' ') at++;
    const quotedKey = quotedAt(text, at, options);
    const split = text.indexOf(key, quotedKey?.end ?? at);
    if (split < 0) break;
    const before = text.lastIndexOf(pair, split - 1);
    const name = quotedKey?.value ?? text.slice(before >= at ? before + pair.length : at, split).trim();
    let from = split + key.length;
    if (pair !== ' ') while (text[from] === ' ') from++;
    const quoted = quotedAt(text, from, options);
    const end = valueEnd(text, quoted?.end ?? from, pair, key, options.greedy);
    if (name !== '' && !pairs.has(name)) pairs.set(name, quoted?.value ?? text.slice(from, end).trim());
    at = end + pair.length;
  }
  return pairs;
}

const WORD = /[\p{L}\p{N}]+/uy;

/** Words and texts in quotes; the one after a wanted key is its value. */
function undelimited(text: string, options: KeyValueOptions): Map<string, Dynamic> {
  const pairs = new Map<string, Dynamic>();
  let key: string | undefined;
  for (let at = 0; at < text.length; ) {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    const found = quotedAt(text, at, options) ?? (word && { value: word, end: at + word.length });
    at = found ? found.end : at + 1;
    if (!found) continue;
    if (key !== undefined) {
      if (!pairs.has(key)) pairs.set(key, found.value.trim());
      key = undefined;
    } else if (options.keys.includes(found.value)) key = found.value;
  }
  return pairs;
}

/** Matches of a regular expression's two groups, the first of a key winning. */
function matched(matches: Dynamic): Map<string, Dynamic> {
  const pairs = new Map<string, Dynamic>();
  for (const match of Array.isArray(matches) ? matches : []) {
    const [key, value] = Array.isArray(match) ? match : [];
    if (typeof key === 'string' && typeof value === 'string' && !pairs.has(key.trim()))
      pairs.set(key.trim(), value.trim());
  }
  return pairs;
}

export const KEY_VALUES: readonly ScalarEntry[] = [
  dyn('key_values', ['string', 'string'], 'dynamic', (text: string, spec: string) => {
    const options = JSON.parse(spec) as KeyValueOptions;
    const { delimiters } = options;
    return delimiters
      ? delimited(text, delimiters.pair, delimiters.key, options)
      : undelimited(text, options);
  }),
  dyn('matched_pairs', ['dynamic'], 'dynamic', matched),
];
