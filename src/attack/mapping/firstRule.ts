import { grouped } from '../../base/grouped.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import type { MappingRule, RuleSet } from './rule.ts';
import { type Candidate, type Candidates, type Dispatch, dispatchOf } from './ruleDispatch.ts';
import { tostringsAsColumns } from './sharedTexts.ts';
import { inShortLists, withShortLists } from './shortLists.ts';

/** In place of a rule's number where none holds. */
const NO_MATCH = -1;
export const NO_RULE_HOLDS = `int(${NO_MATCH})`;

/** What finds the first rule that holds: steps before, which give the rows columns that start with `$`, and an expression. */
export interface FirstRule {
  readonly steps: readonly string[];
  /** Gives `first` and the rule's place in the set, or NO_MATCH. */
  readonly rule: string;
}

export function firstRule(set: RuleSet, first: number): FirstRule {
  const dispatch = dispatchOf(set.rules);
  if (dispatch) return byText(set, dispatch, first);
  return { steps: [], rule: among([...set.rules.entries()].map(asCandidate), first) };
}

/** `where` before `also`: a nested iff is evaluated only for the rows that reach it, an `and` need not be. */
export function predicate({ where, also }: Pick<MappingRule, 'where' | 'also'>): string {
  const asked = withShortLists(where);
  return also === null ? `(${asked})` : `iff(${asked}, (${withShortLists(also)}), false)`;
}

const LENGTH = "['$length']";
const KNOWN = "['$known']";

/**
 * `$known` is the rule, where the text alone says it, else a number below NO_MATCH that stands for what is left to ask. Most rows
 * have an answer then; the rest is asked of the others only, each with the texts that its questions share read once.
 */
function byText(set: RuleSet, { subject, before, parts, others }: Dispatch, first: number): FirstRule {
  const questions = new Map<string, { readonly code: number; readonly ask: string }>();
  const fate = (candidates: Candidates): number => {
    const [only] = candidates;
    if (!only) return NO_MATCH;
    if (isCertain(only)) return first + only.rule;
    const ask = among(candidates, first);
    const known = questions.get(ask) ?? { code: NO_MATCH - 1 - questions.size, ask };
    questions.set(ask, known);
    return known.code;
  };
  const otherwise = fate(others);
  const branches = parts.map(({ below, texts }) => {
    const byFate = grouped(texts, ({ candidates }) => fate(candidates));
    const tests = [...byFate].map(
      ([code, own]) =>
        `${inShortLists(
          subject,
          own.map(({ text }) => stringLiteral(text)),
        )}, ${code}`,
    );
    const chosen = `case(\n    ${[...tests, otherwise].join(',\n    ')})`;
    return below === Infinity ? chosen : `${LENGTH} < ${below}, ${chosen}`;
  });
  const all = [...before.map((candidate) => branch(candidate, first)), ...branches];
  const known = all.length === 1 ? all.join() : `case(\n  ${all.join(',\n  ')})`;
  const left = [...questions.values()];
  const shared = tostringsAsColumns(
    set,
    left.map(({ ask }) => ask),
  );
  const texts = shared.columns.map(({ name, text, readers }) => {
    return `${name} = iff(${within(readers.flatMap((at) => left[at]?.code ?? []))}, ${text}, "")`;
  });
  // Those that come before have higher numbers and are gone.
  const asked = left.map(({ code }, at) => `${KNOWN} >= ${code}, ${shared.expressions[at] ?? ''}`);
  return {
    steps: [
      `extend ${LENGTH} = strlen(${subject})`,
      `extend ${KNOWN} = ${known}`,
      ...(texts.length > 0 ? [`extend ${texts.join(',\n  ')}`] : []),
    ],
    rule:
      left.length === 0
        ? KNOWN
        : `case(${KNOWN} >= ${NO_MATCH}, ${KNOWN},\n  ${[...asked, String(NO_MATCH)].join(',\n  ')})`,
  };
}

/** Whether `$known` is one of the codes, which fall by one from each to the next but for gaps. */
function within(codes: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const code of codes) {
    const last = runs.at(-1);
    if (last?.to === code + 1) last.to = code;
    else runs.push({ from: code, to: code });
  }
  return runs.map(({ from, to }) => `(${KNOWN} <= ${from} and ${KNOWN} >= ${to})`).join(' or ');
}

/** The first of the candidates that holds. */
function among(candidates: Candidates, first: number): string {
  const branches = candidates.map((candidate) => branch(candidate, first));
  const last = candidates.at(-1);
  if (!last) return NO_RULE_HOLDS;
  return `case(\n    ${[...branches, ...(isCertain(last) ? [] : [String(NO_MATCH)])].join(',\n    ')})`;
}

/** Of a `case`: a test and what it gives, or the latter alone for the last. */
function branch(candidate: Candidate, first: number): string {
  const number = String(first + candidate.rule);
  return isCertain(candidate) ? number : `${predicateLeft(candidate)}, ${number}`;
}

function isCertain({ where, also }: Candidate): boolean {
  return where === null && also === null;
}

function predicateLeft({ where, also }: Candidate): string {
  return where === null ? `(${withShortLists(also ?? 'true')})` : predicate({ where, also });
}

function asCandidate([rule, { where, also }]: readonly [number, MappingRule]): Candidate {
  return { rule, where, also };
}
