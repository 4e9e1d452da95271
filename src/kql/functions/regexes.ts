import { constantText, type Lowering } from '../plan/expr.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { quote } from './quote.ts';

/** Number of capturing groups in a pattern. */
export function groupsIn(pattern: string): number {
  return [
    ...pattern
      .replace(/\\./g, '')
      .replace(/\[[^\]]*\]/g, '')
      .matchAll(/\((?!\?)|\(\?P?<(?![=!])/g),
  ].length;
}

/** No group: the matches themselves; one: its text in each match; several: an array of texts per match. */
const extractAll: Lowering = (args, call) => {
  const pattern = constantText(call.args[0]);
  const source = args.at(-1) ?? '';
  const asked =
    call.args.length === 3 && call.args[1]?.kind === 'literal' ? String(call.args[1].value) : undefined;
  const wanted = asked === undefined ? undefined : (JSON.parse(asked) as number[]);
  const count = groupsIn(pattern ?? '');
  const groups = wanted ?? (count === 0 ? [0] : Array.from({ length: count }, (_, i) => i + 1));
  const lists = groups.map((group) => `regexp_extract_all(${source}, ${quote(pattern ?? '')}, ${group})`);
  const list = lists.length === 1 ? (lists[0] ?? '') : `list_zip(${lists.join(', ')})`;
  const item =
    lists.length === 1 ? 'to_json(x)' : `to_json([${groups.map((_, i) => `x[${i + 1}]`).join(', ')}])`;
  return `CASE WHEN len(${lists[0] ?? ''}) = 0 THEN NULL ELSE '[' || array_to_string(list_transform(${list}, lambda x: ${item}), ',') || ']' END`;
};

function indexOfRegex(
  text: string,
  pattern: string,
  from: bigint | null,
  length: bigint | null,
  nth: bigint | null,
): bigint | null {
  const start = Number(from ?? 0n);
  const wanted = Number(nth ?? 1n);
  if (start < 0 || wanted < 1) return null;
  const end = length === null || length < 0n ? text.length : Math.min(text.length, start + Number(length));
  let left = wanted;
  for (const match of text.slice(0, end).slice(start).matchAll(new RegExp(pattern, 'gs')))
    if (--left === 0) return BigInt(start + match.index);
  return -1n;
}

export const REGEXES: readonly ScalarEntry[] = [
  {
    name: 'extract_all',
    parameters: ['string', 'any', 'string?'],
    lower: extractAll,
    check: (call) =>
      constantText(call.args[0]) === undefined
        ? 'The pattern of extract_all() must be a constant.'
        : undefined,
  },
  udf('indexof_regex', ['string', 'string', 'long?', 'long?', 'long?'], 'long', indexOfRegex),
];
