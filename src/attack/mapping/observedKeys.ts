import { AzimuthError } from '../../base/errors.ts';
import { ticksFromIso, unixMillisecondsFromTicks } from '../../base/ticks.ts';
import type { Cell } from '../../domain/answer.ts';
import type { EventKey } from '../../domain/eventKey.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { NO_RULE, type ObservedEvents } from '../../domain/observed.ts';
import type { RuleBook } from './rule.ts';
import { observedQuery, type TableQuery, timesQuery } from './ruleQueries.ts';

/** The answer to one of `observedKeyQueries`, asked with row keys. */
export interface KeyAnswer {
  readonly table: string;
  /** `Time` a row, and `Rule` where events of one microsecond are told apart by it. */
  readonly rows: readonly (readonly Cell[])[];
  readonly keys: readonly (string | null)[];
}

/** Queries, to be asked with row keys, whose answers hold the events `from … from + count - 1`. */
export function observedKeyQueries(
  book: RuleBook,
  schema: DatabaseSchema,
  events: ObservedEvents,
  from: number,
  count: number,
): TableQuery[] {
  const between = { from: events.time[from] ?? 0, to: events.time[from + count - 1] ?? 0 };
  const wanted = new Set(events.table.subarray(from, from + count));
  const mixed = mixedTables(events, from, count);
  return [...wanted].flatMap((index) => {
    const table = schema.tables.find((candidate) => candidate.name === events.tables[index]);
    if (!table) return [];
    const kql = mixed.has(index) ? undefined : timesQuery(table, between);
    return [{ table: table.name, kql: kql ?? observedQuery(book, table, between) }];
  });
}

/** Tables of which one microsecond holds events of several rules, by their numbers. */
function mixedTables(events: ObservedEvents, from: number, count: number): ReadonlySet<number> {
  const [first, end] = sameMicrosecond(events, from, count);
  const mixed = new Set<number>();
  const ruleOf = new Map<number, number>();
  let now = NaN;
  for (let i = first; i < end; i++) {
    const time = microseconds(events.time[i]);
    if (time !== now) ruleOf.clear();
    now = time;
    const [table, rule] = [events.table[i] ?? 0, events.rule[i] ?? NO_RULE];
    if ((ruleOf.get(table) ?? rule) !== rule) mixed.add(table);
    ruleOf.set(table, rule);
  }
  return mixed;
}

/** The events `from … from + count - 1`, and those of the same microsecond before and after them. */
function sameMicrosecond(
  { time, count: all }: ObservedEvents,
  from: number,
  count: number,
): [number, number] {
  let first = from;
  let end = from + count;
  while (first > 0 && microseconds(time[first - 1]) === microseconds(time[from])) first--;
  while (end < all && microseconds(time[end]) === microseconds(time[from + count - 1])) end++;
  return [first, end];
}

/**
 * Which event of the case each observed one is. Observed events carry no key; those of one table, rule and
 * microsecond are told apart by their rank, and the n-th of them is the one with the n-th key: a one-to-one assignment
 * that is the same each time. Rejects with `attack.stale` where the case no longer holds them.
 */
export function assignObservedKeys(
  events: ObservedEvents,
  from: number,
  count: number,
  answers: readonly KeyAnswer[],
): EventKey[] {
  const keysOf = new Map<string, string[]>();
  const byRule = new Set(answers.filter(({ rows }) => rows[0]?.length === 2).map(({ table }) => table));
  for (const answer of answers) {
    answer.rows.forEach(([time, rule = null], i) => {
      const ticks = typeof time === 'string' ? ticksFromIso(time) : undefined;
      const key = answer.keys[i];
      if (ticks === undefined || key === null || key === undefined) return;
      const group = groupOf(
        answer.table,
        typeof rule === 'number' ? rule : null,
        unixMillisecondsFromTicks(ticks),
      );
      const keys = keysOf.get(group);
      if (keys) keys.push(key);
      else keysOf.set(group, [key]);
    });
  }
  for (const keys of keysOf.values()) keys.sort();

  const rank = new Map<string, number>();
  const [start] = sameMicrosecond(events, from, count);
  const found: EventKey[] = [];
  for (let i = start; i < from + count; i++) {
    const number = events.rule[i] ?? NO_RULE;
    const table = events.tables[events.table[i] ?? 0] ?? '';
    const rule = byRule.has(table) ? (number === NO_RULE ? -1 : number) : null;
    const group = groupOf(table, rule, events.time[i] ?? 0);
    const nth = rank.get(group) ?? 0;
    rank.set(group, nth + 1);
    if (i < from) continue;
    const key = keysOf.get(group)?.[nth];
    if (key === undefined)
      throw new AzimuthError('attack.stale', 'The case has changed since the timeline was drawn.', {
        unharmed: 'the case and its timeline are as they were',
        next: ['Open the timeline again.'],
      });
    found.push(key);
  }
  return found;
}

function groupOf(table: string, rule: number | null, ms: number): string {
  return `${String(microseconds(ms))} ${String(rule)} ${table}`;
}

/** What a double keeps of a present-day time. */
function microseconds(ms: number | undefined): number {
  return Math.round((ms ?? 0) * 1000);
}
