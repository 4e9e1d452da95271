import { NO_RULE, type ObservedEvents, type ObservedRule } from '../../domain/observed.ts';
import { technique } from '../data/attackData.ts';
import { translateTactic, translateTechnique } from '../data/translate.ts';
import type { MappingRule, RuleBook, RuleSet } from './rule.ts';
import type { RowText } from './rowText.ts';
import { sortByTime } from './sortByTime.ts';

/** What the engine answered to one of `observedQueries`. */
export interface ObservedAnswer {
  readonly table: string;
  /** Milliseconds since 1970, NaN where the row has no time; one a row, in the table's order. */
  readonly time: Float64Array;
  /** A rule's number in the book, or NO_MATCH. */
  readonly rule: Float64Array;
}

/** All answers as one layer sorted by time, and the row of each of its events; equal times keep the order of tables and, within one, of rows. */
export function assembleObserved(
  book: RuleBook,
  answers: readonly ObservedAnswer[],
  attackVersion: string,
  handle: number,
): { readonly events: ObservedEvents; readonly order: Uint32Array } {
  const rows = answers.reduce((sum, answer) => sum + answer.time.length, 0);
  let time = new Float64Array(rows);
  /** Row of each event among the rows of all answers. */
  let order = new Uint32Array(rows);
  const starts: number[] = [];
  let count = 0;
  let start = 0;
  answers.forEach((answer) => {
    starts.push(start);
    for (let i = 0; i < answer.time.length; i++) {
      const at = answer.time[i] ?? NaN;
      if (Number.isNaN(at)) continue;
      time[count] = at;
      order[count] = start + i;
      count++;
    }
    start += answer.time.length;
  });
  if (count < rows) {
    // The arrays travel by their buffers, so that these must hold no more than the events.
    time = time.slice(0, count);
    order = order.slice(0, count);
  }
  sortByTime(time, order);
  const rule = new Uint16Array(count);
  const table = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const row = order[i] ?? 0;
    const own = answerOf(starts, row);
    const number = answers[own]?.rule[row - (starts[own] ?? 0)] ?? -1;
    rule[i] = number >= 0 && number < NO_RULE ? number : NO_RULE;
    table[i] = own;
  }
  const events: ObservedEvents = {
    handle,
    count,
    time,
    rule,
    table,
    rules: observedRules(book, attackVersion),
    tables: answers.map((answer) => answer.table),
    undated: rows - count,
  };
  return { events, order };
}

/** The last answer that starts at or before the row. */
function answerOf(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle;
  }
  return low;
}

/** The book's rules, in its order, in the words of an ATT&CK version. */
export function observedRules(book: RuleBook, attackVersion: string): ObservedRule[] {
  return book.sets.flatMap((set) => set.rules.map((rule) => observedRule(set, rule, attackVersion)));
}

function observedRule(set: RuleSet, rule: MappingRule, attackVersion: string): ObservedRule {
  const translated =
    rule.technique === '' ? undefined : translateTechnique(rule.technique, set.attackVersion, attackVersion);
  const id =
    translated?.kind === 'one' ? translated.id : translated?.kind === 'several' ? translated.ids[0] : '';
  const inTarget = technique(id ?? '', attackVersion);
  return {
    id: rule.id,
    title: plainTitle(rule.title),
    technique: inTarget?.id ?? '',
    tactic: tacticIn(rule.tactic, set.attackVersion, attackVersion, inTarget),
    confidence: rule.confidence,
    severity: rule.severity,
    reason: rule.reason,
  };
}

/** The lane in the target version: the rule's own tactic where its technique still has it, else the technique's first. */
function tacticIn(tactic: string, from: string, to: string, inTarget: ReturnType<typeof technique>): string {
  const translated = translateTactic(tactic, from, to, inTarget);
  const candidates =
    translated.kind === 'one' ? [translated.id] : translated.kind === 'several' ? translated.ids : [];
  const own = inTarget?.tactics ?? [];
  return candidates.find((candidate) => own.includes(candidate)) ?? own[0] ?? candidates[0] ?? tactic;
}

/**
 * The title with no row to fill it from: what it says of the actor before, and of the object after, falls away; but for an object
 * without which the title would be a verb.
 */
function plainTitle(title: RowText): string {
  const last = title.length - 1;
  const object = title[last];
  const words = (link: (text: string) => string): string =>
    title
      .map((part, i) => {
        if (typeof part === 'string') return i === last - 1 && typeof object === 'object' ? link(part) : part;
        return i === 0 || i === last ? '' : part.otherwise;
      })
      .join('');
  const text = words(withoutLink).trim();
  const isVerb = /^\w+$/.test(text) && typeof title[0] === 'object' && typeof object === 'object';
  const whole = isVerb ? `${words((link) => link)}${object.otherwise}`.trim() : text;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

function withoutLink(text: string): string {
  return text.replace(/(?::| (?:of|on|from|to|for|in|with|by|as))\s*$/, '');
}
