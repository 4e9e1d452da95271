import type { MappingRule } from './rule.ts';

/** Rules that the length of one text tells apart, so that a row is not compared with the names of all operations. */
export interface Dispatch {
  /** The column or let whose length it is. */
  readonly subject: string;
  /** By length: each part is for texts shorter than `below`; the last is for all that are left. Rules keep their places. */
  readonly parts: readonly { readonly below: number; readonly rules: readonly number[] }[];
}

/** Below it, a rule more costs less than to ask for a length. */
const WORTH = 16;
const IN_A_PART = 10;

/** Undefined where the rules are too few, or do not begin with one text that is equal to something. */
export function dispatchOf(rules: readonly MappingRule[]): Dispatch | undefined {
  const wanted = rules.map(({ where }) => wantedText(where));
  const subject = wanted.find((each) => each !== undefined)?.subject;
  const lengths = wanted.map((each) => (each?.subject === subject ? each?.lengths : undefined));
  const count = (length: number): number => lengths.filter((each) => each?.includes(length)).length;
  if (subject === undefined || lengths.filter((each) => each !== undefined).length < WORTH) return undefined;
  const known = [...new Set(lengths.flatMap((each) => each ?? []))].sort((a, b) => a - b);
  const bounds: number[] = [];
  let held = 0;
  for (const length of known) {
    if (held > 0 && held + count(length) > IN_A_PART) {
      bounds.push(length);
      held = 0;
    }
    held += count(length);
  }
  if (bounds.length < 2) return undefined;
  const parts = [...bounds, Infinity].map((below, i) => ({
    below,
    rules: [...rules.keys()].filter(
      (rule) => lengths[rule]?.some((length) => length < below && length >= (bounds[i - 1] ?? 0)) ?? true,
    ),
  }));
  return { subject, parts };
}

/** What a predicate's first term must be equal to: only texts whose length is the same however it is counted. */
function wantedText(
  where: string,
): { readonly subject: string; readonly lengths: readonly number[] } | undefined {
  const text = /"[\x20\x21\x23-\x5b\x5d-\x7e]*"/.source;
  const [, subject, one, several] =
    new RegExp(
      `^(\\w+) (?:== (${text})|in \\((${text}(?:, ${text})*)\\))(?: and (?!.*\\bor\\b).*)?$`,
      's',
    ).exec(where) ?? [];
  const list = one ?? several;
  if (subject === undefined || list === undefined) return undefined;
  const texts = list.match(new RegExp(text, 'g')) ?? [];
  return { subject, lengths: texts.map((each) => each.length - 2) };
}
