import { AzimuthError, isCancellation } from '../../base/errors.ts';
import { isoFromTicks, TICKS_PER_SECOND, ticksFromIso } from '../../base/ticks.ts';
import type { Answer, TimeWindow } from '../../domain/answer.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { KqlError } from '../../kql/diagnostics.ts';
import { type SchemaSource, schemaFor } from '../kql/schemaSource.ts';
import type { EventSource, RuleEngine, TableEvents } from '../ports.ts';
import type { Rule } from '../rule/rule.ts';
import { alertsOf, type RuleAlert } from '../service/alerts.ts';
import { eventsOf } from './givenEvents.ts';
import { judge, type Mismatch } from './judge.ts';
import type { RuleTest } from './testFile.ts';

export interface TestOutcome {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'broken';
  readonly mismatches: readonly Mismatch[];
  /** Of a broken one: why it could not be run. */
  readonly reason: string | undefined;
  readonly alerts: readonly RuleAlert[];
  readonly answer: Answer | undefined;
  readonly elapsedMs: number;
}

/** What a run of a rule sees: the period before now, its end excluded. */
function windowOf(rule: Rule, now: string): TimeWindow {
  const end = ticksFromIso(now) ?? 0n;
  return {
    start: isoFromTicks(end - BigInt(Math.round(rule.period)) * TICKS_PER_SECOND),
    end: isoFromTicks(end),
  };
}

/** Tables that the query names, with the columns that the given events add to them. */
export function testSchema(
  query: string,
  source: SchemaSource,
  events: readonly TableEvents[],
): DatabaseSchema {
  const { tables, ...schema } = schemaFor(query, source);
  const own = events
    .map((each) => each.schema)
    .filter(({ name }) => !tables.some((table) => table.name === name));
  return { ...schema, tables: [...tables, ...own].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** Runs one test; only a cancellation rejects. */
export async function runTest(
  rule: Rule,
  test: RuleTest,
  parts: { readonly engine: RuleEngine; readonly events: EventSource; readonly schema: SchemaSource },
  signal?: AbortSignal,
): Promise<TestOutcome> {
  const started = performance.now();
  try {
    const events = await eventsOf(test, parts.events);
    await parts.engine.load(events);
    const schema = testSchema(rule.query, parts.schema, events);
    const outcome = await judged(rule, rule.query, test, schema, parts.engine, signal);
    return { ...outcome, elapsedMs: performance.now() - started };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return {
      name: test.name,
      outcome: 'broken',
      mismatches: [],
      reason: reasonOf(error),
      alerts: [],
      answer: undefined,
      elapsedMs: performance.now() - started,
    };
  }
}

/** The answer of a query, the rule's or a part of it, over the events that are loaded. Rejects with KqlError. */
export function queryAsRun(
  rule: Rule,
  text: string,
  { now }: RuleTest,
  schema: DatabaseSchema,
  engine: RuleEngine,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  // A hunting query has no window of its own, and an NRT rule sees what has arrived, however old it is.
  const window = rule.kind === 'Scheduled' ? { window: windowOf(rule, now) } : {};
  return engine.query({ text, now, schema, ...window }, signal);
}

/** Over the events that are loaded. Rejects with KqlError. */
export async function judged(
  rule: Rule,
  query: string,
  test: RuleTest,
  schema: DatabaseSchema,
  engine: RuleEngine,
  signal: AbortSignal | undefined,
): Promise<Omit<TestOutcome, 'elapsedMs'>> {
  const answer = await queryAsRun(rule, query, test, schema, engine, signal);
  const alerts = alertsOf(rule, answer);
  const mismatches = judge(test.expect, answer, alerts, test.now);
  return {
    name: test.name,
    outcome: mismatches.length === 0 ? 'passed' : 'failed',
    mismatches,
    reason: undefined,
    alerts,
    answer,
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof KqlError)
    return error.diagnostics.map(({ kind, message, code }) => `${kind}: ${message} [${code}]`).join('; ');
  if (error instanceof AzimuthError || error instanceof RangeError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
