import { type Call, constantText, literal, type Lowering } from '../plan/expr.ts';
import { parseDynamic } from '../values/dynamic.ts';
import type { ScalarEntry } from './entry.ts';
import { overRegex, regexProblem, translationOf, withRegex } from './regexCalls.ts';

/** Number of capturing groups in a pattern; none where it is no pattern. */
export function groupsIn(pattern: string): number {
  return groupNames(pattern).length;
}

/** The pattern's groups in order; a name where one has it. */
function groupNames(pattern: string): readonly (string | undefined)[] {
  return regexProblem(literal('string', pattern)) === undefined ? translationOf(pattern).parsed.groups : [];
}

/** By number, the groups that are asked for; none of them where the pattern has no such. */
function groupsAsked(call: Call): readonly number[] | undefined {
  const names = groupNames(constantText(call.args[0]) ?? '');
  if (call.args.length < 3) return names.length === 0 ? [0] : Array.from(names, (_, i) => i + 1);
  const [, asked] = call.args;
  const given = asked?.kind === 'literal' ? parseDynamic(String(asked.value)) : undefined;
  if (!Array.isArray(given) || given.length === 0) return undefined;
  const numbers = given.map((group) =>
    typeof group === 'string' ? names.indexOf(group) + 1 : Number(group),
  );
  return numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= names.length) ? numbers : undefined;
}

/** No group: the matches themselves; one: its text in each match; several: an array of texts per match. */
const extractAll: Lowering = (args, call) => {
  const source = args.at(-1) ?? '';
  const groups = groupsAsked(call) ?? [0];
  return overRegex(call.args[0], args[0] ?? '', source, {
    lists: true,
    own: (pattern) => `kql_regex_extract_all(${pattern}, ${source}, '${groups.join(',')}')`,
    re2: (pattern) => {
      const lists = groups.map((group) => `regexp_extract_all(${source}, ${pattern}, ${group})`);
      const [first = ''] = lists;
      const list = lists.length === 1 ? first : `list_zip(${lists.join(', ')})`;
      const item =
        lists.length === 1
          ? "to_json(coalesce(x, ''))"
          : `to_json([${groups.map((_, i) => `coalesce(x[${i + 1}], '')`).join(', ')}])`;
      return `CASE WHEN len(${first}) = 0 THEN NULL ELSE '[' || array_to_string(list_transform(${list}, lambda x: ${item}), ',') || ']' END`;
    },
  });
};

/** Where the nth match begins: the pieces between the matches before it, and those matches, have that length. */
const indexOfRegex: Lowering = (
  [text = '', printed = '', from = '0', length = '-1', nth = '1'],
  { args: [, given] },
) => {
  const part = `substring(${text}, (${from})::BIGINT + 1, CASE WHEN ${length} < 0 THEN 2147483647 ELSE ${length} END)`;
  return overRegex(given, printed, text, {
    own: (pattern) =>
      `CASE WHEN ${from} < 0 OR ${nth} < 1 THEN NULL ELSE kql_regex_index(${pattern}, ${part}, ${nth}) + CASE WHEN kql_regex_index(${pattern}, ${part}, ${nth}) < 0 THEN 0 ELSE ${from} END END::BIGINT`,
    re2: (pattern) => {
      const matches = `regexp_extract_all(${part}, ${pattern})`;
      const sum = (list: string, end: string): string =>
        `coalesce(list_sum(list_transform(list_slice(${list}, 1, ${end}), lambda x: length(x))), 0)`;
      const first = `length(regexp_extract(${part}, '^((?s:.*?))(?:' || ${pattern} || ')', 1))`;
      const later = `${sum(`regexp_split_to_array(${part}, ${pattern})`, `(${nth})`)} + ${sum(matches, `(${nth}) - 1`)}`;
      const empty = `list_contains(${matches}, '')`;
      return `CASE WHEN ${from} < 0 OR ${nth} < 1 THEN NULL WHEN len(${matches}) < ${nth} THEN -1 WHEN ${nth} = 1 THEN ${from} + ${first} WHEN ${empty} THEN error('Which of several empty matches is the nth is not documented.') ELSE ${from} + ${later} END::BIGINT`;
    },
  });
};

export const REGEXES: readonly ScalarEntry[] = [
  withRegex(0, {
    name: 'extract_all',
    parameters: ['string', 'any', 'string?'],
    lower: extractAll,
    check: (call) =>
      constantText(call.args[0]) === undefined
        ? 'The pattern of extract_all() must be a constant.'
        : groupsAsked(call) === undefined
          ? 'The groups of extract_all() must be a constant array of numbers or names of groups that the pattern has.'
          : undefined,
  }),
  withRegex(1, {
    name: 'indexof_regex',
    parameters: ['string', 'string', 'long?', 'long?', 'long?'],
    lower: indexOfRegex,
  }),
];
