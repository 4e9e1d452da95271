import { constantText, type Expr, type Lowering } from '../plan/expr.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { type ScalarEntry, sql, udf } from './entry.ts';
import { overRegex, regexProblem, withRegex } from './regexCalls.ts';

const concat: Lowering = (args) => `(${args.join(' || ')})`;

const extract: Lowering = ([printed = '', group = '1', source = ''], { args: [given] }) =>
  overRegex(given, printed, source, {
    re2: (pattern) => `coalesce(regexp_extract(${source}, ${pattern}, ${group}::INTEGER), '')`,
    own: (pattern) => `coalesce(kql_regex_extract(${pattern}, ${source}, ${group}), '')`,
  });

/** A text without what matches at its ends. */
const trimmed =
  (ends: { readonly start?: true; readonly end?: true }): Lowering =>
  ([printed = '', text = ''], { args: [given] }) =>
    overRegex(given, printed, text, {
      re2: (pattern) => {
        const started = ends.start ? `regexp_replace(${text}, '^(?:' || ${pattern} || ')+', '')` : text;
        return ends.end ? `regexp_replace(${started}, '(?:' || ${pattern} || ')+$', '')` : started;
      },
      own: (pattern) => {
        const started = ends.start ? `kql_regex_trim(${pattern}, ${text}, false)` : text;
        return ends.end ? `kql_regex_trim(${pattern}, ${started}, true)` : started;
      },
    });

function replaced(
  name: string,
  at: { readonly text: number; readonly pattern: number; readonly by: number },
): ScalarEntry {
  return withRegex(
    at.pattern,
    sql(name, ['string', 'string', 'string'], (args, call) => {
      const text = args[at.text] ?? '';
      const by = `kql_replacement(${args[at.by] ?? ''})`;
      return overRegex(call.args[at.pattern], args[at.pattern] ?? '', text, {
        re2: (pattern) => `regexp_replace(${text}, ${pattern}, ${by}, 'g')`,
        own: (pattern) => `kql_regex_replace(${pattern}, ${text}, ${by})`,
      });
    }),
  );
}

function countedByRegex(given: Expr | undefined, printed: string, text: string): string {
  return overRegex(given, printed, text, {
    re2: (pattern) => `len(regexp_extract_all(${text}, ${pattern}))::BIGINT`,
    own: (pattern) => `kql_regex_count(${pattern}, ${text})`,
    lists: true,
  });
}

export const STRINGS: readonly ScalarEntry[] = [
  sql('strcat', ['...string'], concat),
  sql(
    'strcat_delim',
    ['string', '...string'],
    ([delimiter = '', ...rest]) => `concat_ws(${[delimiter, ...rest].join(', ')})`,
  ),
  sql('strlen', ['string'], 'length({0})::BIGINT'),
  {
    ...sql(
      'estimate_data_size',
      ['...any'],
      (args, call) =>
        `(${args.map((arg, i) => sizeOf(arg, call.args[i]?.type ?? 'string')).join(' + ')})::BIGINT`,
    ),
    check: ({ args }) =>
      args.some(({ type }) => type === 'dynamic' || type === 'decimal')
        ? 'How the service stores dynamics and decimals is not documented; estimate_data_size() of those is not answered.'
        : undefined,
    approximate:
      'An estimate: the bytes of a number, or of a text in UTF-8; the service may store them in others.',
  },
  sql('string_size', ['string'], 'strlen({0})::BIGINT'),
  sql('tolower', ['string'], 'lower({0})'),
  sql('toupper', ['string'], 'upper({0})'),
  sql('reverse', ['string'], 'reverse({0})'),
  sql(
    'strcmp',
    ['string', 'string'],
    '(CASE WHEN {0} < {1} THEN -1 WHEN {0} > {1} THEN 1 ELSE 0 END)::BIGINT',
  ),
  sql('strrep', ['string', 'long', 'string?'], ([s = '', n = '', d]) =>
    d === undefined
      ? `coalesce(repeat(${s}, greatest(0, ${n})), '')`
      : `coalesce(CASE WHEN ${n} > 0 THEN ${s} || repeat(${d} || ${s}, ${n} - 1) END, '')`,
  ),
  udf(
    'substring',
    ['string', 'long', 'long?'],
    'string',
    (s: string, from: bigint, length: bigint | null) => {
      const start = from < 0n ? Math.max(0, s.length + Number(from)) : Number(from);
      return s.substring(start, length === null ? s.length : start + Math.max(0, Number(length)));
    },
  ),
  udf('indexof', ['string', 'string', 'long?', 'long?', 'long?'], 'long', indexOf),
  sql(
    'replace_string',
    ['string', 'string', 'string'],
    "CASE WHEN {1} = '' THEN {0} ELSE replace({0}, {1}, {2}) END",
  ),
  replaced('replace_regex', { text: 0, pattern: 1, by: 2 }),
  replaced('replace', { text: 2, pattern: 0, by: 1 }),
  withRegex(0, sql('trim', ['string', 'string'], trimmed({ start: true, end: true }))),
  withRegex(0, sql('trim_start', ['string', 'string'], trimmed({ start: true }))),
  withRegex(0, sql('trim_end', ['string', 'string'], trimmed({ end: true }))),
  withRegex(0, { name: 'extract', parameters: ['string', 'long', 'string'], lower: extract }),
  {
    ...sql(
      'countof',
      ['string', 'string', 'string?'],
      ([s = '', needle = '', kind = "'normal'"], { args: [, given, kindGiven] }) =>
        constantText(kindGiven) === 'regex'
          ? countedByRegex(given, needle, s)
          : kindGiven === undefined || constantText(kindGiven) !== undefined
            ? `kql_count_of(${s}, ${needle})`
            : `CASE WHEN ${kind} = 'regex' THEN ${countedByRegex(given, needle, s)} ELSE kql_count_of(${s}, ${needle}) END`,
    ),
    check: ({ args: [, given, kind] }) => (constantText(kind) === 'regex' ? regexProblem(given) : undefined),
  },
  udf('count_of', ['string', 'string'], 'long', (s: string, needle: string) => {
    if (needle === '') return 0n;
    let n = 0n;
    for (let at = s.indexOf(needle); at >= 0; at = s.indexOf(needle, at + 1)) n++;
    return n;
  }),
  udf('replacement', ['string'], 'string', (s: string) => s.replace(/\$(\d)/g, '\\$1')),
];

function indexOf(
  s: string,
  needle: string,
  from: bigint | null,
  length: bigint | null,
  occurrence: bigint | null,
): bigint | null {
  const nth = Number(occurrence ?? 1n);
  if (nth < 1) return null;
  const size = s.length;
  const asked = Number(from ?? 0n);
  const start = asked < 0 ? Math.max(0, size + asked) : asked;
  if (start > size) return -1n;
  // The length is counted anew from where the search for the next occurrence begins.
  const reach = length === null || length < 0n ? size : Number(length);
  let at = start - 1;
  for (let i = 0; i < nth; i++) {
    const limit = Math.min(size, at + 1 + reach);
    at = s.indexOf(needle, at + 1);
    if (at < 0 || at + needle.length > limit) return -1n;
  }
  return BigInt(at);
}

const WIDTHS: Readonly<Partial<Record<KustoType, number>>> = { bool: 1, int: 4, guid: 16 };

function sizeOf(arg: string, type: KustoType): string {
  if (type === 'string') return `strlen(${arg})`;
  return String(WIDTHS[type] ?? 8);
}
