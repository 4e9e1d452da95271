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

/** All answers as one layer sorted by time; equal times keep the order of tables and, within one, of rows. */
export function assembleObserved(
  book: RuleBook,
  answers: readonly ObservedAnswer[],
  attackVersion: string,
  handle: number,
): ObservedEvents {
  const rows = answers.reduce((sum, answer) => sum + answer.time.length, 0);
  let time = new Float64Array(rows);
  /** Table in the high half, rule in the low. */
  let place = new Uint32Array(rows);
  let count = 0;
  answers.forEach((answer, tableIndex) => {
    for (let i = 0; i < answer.time.length; i++) {
      const at = answer.time[i] ?? NaN;
      if (Number.isNaN(at)) continue;
      const number = answer.rule[i] ?? -1;
      time[count] = at;
      place[count] = (tableIndex << 16) | (number >= 0 && number < NO_RULE ? number : NO_RULE);
      count++;
    }
  });
  if (count < rows) {
    // The arrays travel by their buffers, so that these must hold no more than the events.
    time = time.slice(0, count);
    place = place.slice(0, count);
  }
  sortByTime(time, place);
  const rule = new Uint16Array(count);
  const table = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const own = place[i] ?? 0;
    rule[i] = own & 0xffff;
    table[i] = own >>> 16;
  }
  return {
    handle,
    count,
    time,
    rule,
    table,
    rules: observedRules(book, attackVersion),
    tables: answers.map((answer) => answer.table),
    undated: rows - count,
  };
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

/** The title with no row to fill it from: what it says of the actor before, and of the object after, falls away. */
function plainTitle(title: RowText): string {
  const last = title.length - 1;
  const words = title.map((part, i) => {
    if (typeof part === 'string')
      return i === last - 1 && typeof title[last] === 'object' ? withoutLink(part) : part;
    return i === 0 || i === last ? '' : part.otherwise;
  });
  const text = words.join('').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withoutLink(text: string): string {
  return text.replace(/(?::| (?:of|on|from|to|for|in|with|by|as))\s*$/, '');
}
