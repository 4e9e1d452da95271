import { grouped } from '../../base/grouped.ts';
import type { MappingRule } from './rule.ts';

/** A rule that may be the first to hold, with what of its predicate is left to ask; null where nothing is. */
export interface Candidate {
  readonly rule: number;
  readonly where: string | null;
  readonly also: string | null;
}

/** In the order of the rules, up to the first of which nothing is left to ask. */
export type Candidates = readonly Candidate[];

/** Rules that one text tells apart, so that a row is compared with few of the names of all operations, and with each once. */
export interface Dispatch {
  /** The column or let whose text it is. */
  readonly subject: string;
  /** Rules before the first that names a text: they are asked of every row. */
  readonly before: Candidates;
  /** By length: each part is for texts shorter than `below`, the last for all that are left. */
  readonly parts: readonly {
    readonly below: number;
    readonly texts: readonly { readonly text: string; readonly candidates: Candidates }[];
  }[];
  /** For a text that no rule names. */
  readonly others: Candidates;
}

/** Below it, a rule more costs less than to ask for a length. */
const WORTH = 16;
const TEXTS_IN_A_PART = 10;

/** Undefined where the rules are too few, or do not begin with one text that is equal to something. */
export function dispatchOf(rules: readonly MappingRule[]): Dispatch | undefined {
  const wanted = rules.map(({ where }) => wantedText(where));
  const subject = wanted.find((each) => each !== undefined)?.subject;
  const own = wanted.map((each) => (each?.subject === subject ? each : undefined));
  if (subject === undefined || own.filter((each) => each !== undefined).length < WORTH) return undefined;
  const first = own.findIndex((each) => each !== undefined);
  const candidatesOf = (text: string | null): Candidates => {
    const all = rules.flatMap(({ where, also }, rule): Candidate[] => {
      const wants = own[rule];
      if (rule < first) return [];
      if (!wants) return [{ rule, where, also }];
      return text !== null && wants.texts.includes(text) ? [{ rule, where: wants.rest, also }] : [];
    });
    const certain = all.findIndex(({ where, also }) => where === null && also === null);
    return certain < 0 ? all : all.slice(0, certain + 1);
  };
  const byLength = grouped(new Set(own.flatMap((each) => each?.texts ?? [])), ({ length }) => length);
  const parts: { below: number; texts: { text: string; candidates: Candidates }[] }[] = [];
  let below = Infinity;
  for (const length of [...byLength.keys()].sort((a, b) => b - a)) {
    const texts = (byLength.get(length) ?? []).map((text) => ({ text, candidates: candidatesOf(text) }));
    const last = parts[0];
    if (last && last.texts.length + texts.length <= TEXTS_IN_A_PART) last.texts.push(...texts);
    else parts.unshift({ below, texts });
    below = length;
  }
  const before = rules.slice(0, first).map(({ where, also }, rule) => ({ rule, where, also }));
  return { subject, before, parts, others: candidatesOf(null) };
}

interface Wanted {
  readonly subject: string;
  readonly texts: readonly string[];
  /** What a predicate asks besides. */
  readonly rest: string | null;
}

/** What a predicate's first term must be equal to: only texts of which each letter is one in UTF-16 as in KQL. */
function wantedText(where: string): Wanted | undefined {
  const text = /"[\x20\x21\x23-\x5b\x5d-\x7e\xa0-\ud7ff]*"/.source;
  const [, subject, one, several, rest] =
    new RegExp(
      `^(\\w+) (?:== (${text})|in \\((${text}(?:, ${text})*)\\))(?: and (?!.*\\bor\\b)(.*))?$`,
      's',
    ).exec(where) ?? [];
  const list = one ?? several;
  if (subject === undefined || list === undefined) return undefined;
  const texts = list.match(new RegExp(text, 'g')) ?? [];
  return { subject, texts: texts.map((each) => each.slice(1, -1)), rest: rest ?? null };
}
