import { constantText, type Lowering } from '../plan/expr.ts';
import { type ScalarEntry, sql, udf } from './entry.ts';
import { quote } from './quote.ts';
import { overRegex, withRegex } from './regexCalls.ts';

const WORD = /[\p{L}\p{N}]/u;
const BORDER_BEFORE = '(?:^|[^\\p{L}\\p{N}])';
const BORDER_AFTER = '(?:$|[^\\p{L}\\p{N}])';

/** RE2 for a term: borders only on the sides where the needle itself ends in a letter or digit. */
export function termPattern(
  needle: string,
  options: { readonly prefix?: boolean; readonly suffix?: boolean },
): string {
  const escaped = needle.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const first = Array.from(needle)[0] ?? '';
  const last = Array.from(needle).at(-1) ?? '';
  const before = options.suffix !== true && WORD.test(first) ? BORDER_BEFORE : '';
  const after = options.prefix !== true && WORD.test(last) ? BORDER_AFTER : '';
  return `${before}${escaped}${after}`;
}

interface Term {
  readonly prefix?: boolean;
  readonly suffix?: boolean;
  readonly caseSensitive?: boolean;
}

/** A substring test first: it is several times cheaper than the pattern and rejects most rows. */
function term(options: Term): Lowering {
  return ([haystack = '', needle = ''], call) => {
    const text = constantText(call.args[1]);
    const cs = options.caseSensitive === true;
    if (text === undefined)
      return `kql_has_term(${haystack}, ${needle}, ${String(options.prefix === true)}, ${String(options.suffix === true)}, ${String(cs)})`;
    if (text === '') return 'true';
    const pattern = quote(`${cs ? '(?s)' : '(?is)'}${termPattern(text, options)}`);
    const narrow = cs
      ? `contains(${haystack}, ${quote(text)})`
      : `contains(lower(${haystack}), ${quote(text.toLowerCase())})`;
    return `(${narrow} AND regexp_matches(${haystack}, ${pattern}))`;
  };
}

const not =
  (lower: Lowering): Lowering =>
  (args, call) =>
    `(NOT ${lower(args, call)})`;

/** Each operator with its negation. */
function pair(name: string, lower: Lowering | string): ScalarEntry[] {
  const positive = sql(name, ['string', 'string'], lower);
  return [positive, sql(`Not${name}`, ['string', 'string'], not(positive.lower))];
}

/** A text has no longer one in it, and a pattern of a very long one is more than the regex engine takes. */
function hasTerm(haystack: string, needle: string, prefix: boolean, suffix: boolean, cs: boolean): boolean {
  if (needle.length > haystack.length) return false;
  return new RegExp(termPattern(needle, { prefix, suffix }), cs ? 'su' : 'isu').test(haystack);
}

const HAS_TERM = udf('has_term', ['string', 'string', 'bool', 'bool', 'bool'], 'bool', hasTerm);

export const SEARCH: readonly ScalarEntry[] = [
  ...pair('HasExpression', term({})),
  ...pair('HasCsExpression', term({ caseSensitive: true })),
  ...pair('HasPrefixExpression', term({ prefix: true })),
  ...pair('HasPrefixCsExpression', term({ prefix: true, caseSensitive: true })),
  ...pair('HasSuffixExpression', term({ suffix: true })),
  ...pair('HasSuffixCsExpression', term({ suffix: true, caseSensitive: true })),
  ...pair('ContainsExpression', 'contains(lower({0}), lower({1}))'),
  ...pair('ContainsCsExpression', 'contains({0}, {1})'),
  ...pair('StartsWithExpression', 'starts_with(lower({0}), lower({1}))'),
  ...pair('StartsWithCsExpression', 'starts_with({0}, {1})'),
  ...pair('EndsWithExpression', 'ends_with(lower({0}), lower({1}))'),
  ...pair('EndsWithCsExpression', 'ends_with({0}, {1})'),
  withRegex(
    1,
    sql('MatchesRegexExpression', ['string', 'string'], ([text = '', printed = ''], { args: [, given] }) =>
      overRegex(given, printed, text, {
        name: 'matches regex',
        print: (pattern) => `regexp_matches(${text}, ${pattern})`,
        fromMatches: (matches) => `${matches} <> '[]'`,
      }),
    ),
  ),
  HAS_TERM,
];
