import { Recent } from '../../base/recent.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { Matcher } from './regex/matcher.ts';
import { parseRegex } from './regex/parse.ts';
import type { Node, ParsedRegex } from './regex/syntax.ts';
import { refusing, translationOf } from './regexCalls.ts';

/** What functions over patterns find where RE2 has no such pattern. */

const matchers = new Recent<Matcher>(64);

function matcherOf(
  pattern: string,
  around: (parsed: ParsedRegex) => ParsedRegex = (parsed) => parsed,
  kind = '',
): Matcher {
  const key = `${kind}/${pattern}`;
  const known = matchers.get(key);
  if (known) return known;
  const made = refusing(() => new Matcher(around(translationOf(pattern).parsed)));
  matchers.set(key, made);
  return made;
}

const find = (pattern: string, text: string): readonly number[] | undefined =>
  refusing(() => matcherOf(pattern).find(text));
const all = (pattern: string, text: string): readonly (readonly number[])[] =>
  refusing(() => [...matcherOf(pattern).all(text)]);

/** A group's text; an empty one where it took no part. */
function groupText(slots: readonly number[], group: number, text: string): string {
  const [start = -1, end = -1] = slots.slice(2 * group);
  return start < 0 || end < 0 ? '' : text.slice(start, end);
}

function extractAll(pattern: string, text: string, groups: string): string | null {
  const numbers = groups.split(',').map(Number);
  const found = all(pattern, text).map((slots) => {
    const texts = numbers.map((group) => groupText(slots, group, text));
    return texts.length === 1 ? (texts[0] ?? '') : texts;
  });
  return found.length === 0 ? null : JSON.stringify(found);
}

/** `by` as RE2 writes replacements: \1 is a group, \\ a backslash. */
function replaceAll(pattern: string, text: string, by: string): string {
  let out = '';
  let last = 0;
  for (const slots of all(pattern, text)) {
    const [start = 0, end = 0] = slots;
    out += text.slice(last, start);
    out += by.replace(/\\(\d|\\)/g, (_, c: string) => (c === '\\' ? c : groupText(slots, Number(c), text)));
    last = end;
  }
  return out + text.slice(last);
}

/** A text without what matches, once or more, at its start or its end. */
function trim(pattern: string, text: string, atEnd: boolean): string {
  const around = ({ root, groups }: ParsedRegex): ParsedRegex => {
    const body: Node = { kind: 'group', flags: '', body: root };
    const repeat: Node = { kind: 'repeat', body, min: 1, max: Infinity, question: false, lazy: false };
    const edge = parseRegex(atEnd ? '$' : '^').root;
    return { root: { kind: 'sequence', parts: atEnd ? [repeat, edge] : [edge, repeat] }, groups };
  };
  const matcher = matcherOf(pattern, around, atEnd ? 'end' : 'start');
  const found = refusing(() => matcher.find(text));
  return found ? text.slice(0, found[0]) + text.slice(found[1]) : text;
}

/** In code points; -1 where there is no nth match. */
function indexOf(pattern: string, text: string, nth: bigint): bigint {
  const [start] = all(pattern, text)[Number(nth) - 1] ?? [];
  return start === undefined ? -1n : BigInt(Array.from(text.slice(0, start)).length);
}

/** All groups of the first match in order, as an array of texts. */
function groups(pattern: string, text: string): string | null {
  const found = find(pattern, text);
  if (!found) return null;
  return JSON.stringify(Array.from({ length: found.length / 2 }, (_, i) => groupText(found, i, text)));
}

export const REGEX_MATCHES: readonly ScalarEntry[] = [
  udf(
    'regex_matches',
    ['string', 'string'],
    'bool',
    (pattern: string, text: string) => !!find(pattern, text),
  ),
  udf(
    'regex_extract',
    ['string', 'string', 'long'],
    'string',
    (pattern: string, text: string, group: bigint) =>
      groupText(find(pattern, text) ?? [], Number(group), text),
  ),
  udf('regex_extract_all', ['string', 'string', 'string'], 'string', extractAll),
  udf('regex_replace', ['string', 'string', 'string'], 'string', replaceAll),
  udf('regex_count', ['string', 'string'], 'long', (pattern: string, text: string) =>
    BigInt(all(pattern, text).length),
  ),
  udf('regex_index', ['string', 'string', 'long'], 'long', indexOf),
  udf('regex_trim', ['string', 'string', 'bool'], 'string', trim),
  udf('regex_groups', ['string', 'string'], 'string', groups),
];
