import { AzimuthError } from '../base/errors.ts';
import { isoFromTicks, TICKS_PER_SECOND, ticksFromIso } from '../base/ticks.ts';
import { QueryInspector } from '../detections/kql/inspector.ts';
import { needsOf } from '../detections/kql/needs.ts';
import { fixedSchema } from '../detections/kql/schemaSource.ts';
import { tablesRead } from '../detections/kql/tables.ts';
import type { Arrival } from '../detections/ports.ts';
import { compareReplays, type ReplayComparison } from '../detections/replay/compare.ts';
import { type ReplayReport, replay } from '../detections/replay/replay.ts';
import type { Rule } from '../detections/rule/rule.ts';
import { RuleSource } from '../detections/rule/source.ts';
import type { TableSchema } from '../domain/kustoType.ts';
import type { EventEngine } from '../kql/duckdb/events/eventEngine.ts';
import { arrivalOf, caseHistory, type RuleHistory, schemaOf, sliceHistory } from './caseHistory.ts';
import type { ConnectionSlice } from './connectionSlice.ts';
import { RuleLinter } from './lintFiles.ts';
import { readText } from './ruleFiles.ts';

export interface ReplayRequest {
  /** Absolute. */
  readonly rule: string;
  /** The case or the slice whose events it is run over. */
  readonly over: { readonly case: string } | { readonly slice: ConnectionSlice };
  /** Another version of the rule to compare with, absolute. */
  readonly against?: string;
  /** ISO 8601; the whole history unless given. */
  readonly start?: string;
  readonly end?: string;
  /** Seconds after which someone closes an incident; none is closed unless given. */
  readonly closedAfter?: number;
  /** Seconds from an event's time to when it can be queried, by table; '' for all others. */
  readonly delays?: Readonly<Record<string, number>>;
}

export interface ReplayResult extends ReplayReport {
  readonly rule: string;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  /** With `against`. */
  readonly other:
    | { readonly rule: string; readonly report: ReplayReport; readonly comparison: ReplayComparison }
    | undefined;
}

/** Runs rules over the logs of a case, reading what they need of it once. Rejects as reading a case and a rule does. */
export async function replayRule(
  request: ReplayRequest,
  onProgress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ReplayResult> {
  const history =
    'case' in request.over ? await caseHistory(request.over.case) : sliceHistory(request.over.slice);
  const rules = [
    await ruleOf(request.rule),
    ...(request.against === undefined ? [] : [await ruleOf(request.against)]),
  ];
  const needed = schemaOf(history, rules.map(({ query }) => query).join('\n')).tables;
  const engine = await history.open(needed, signal);
  try {
    const longest = Math.max(...rules.map(({ period }) => period));
    const arrival = arrivalOf(needed, request.delays ?? {});
    const { closedAfter } = request;
    const span = { ...(await spanOf(request, history, needed, engine, longest, arrival)), closedAfter };
    const reports: ReplayReport[] = [];
    for (const rule of rules) {
      const schema = schemaOf(history, rule.query);
      const { text, root } = new QueryInspector(fixedSchema(history.label, schema, undefined)).inspect(
        rule.query,
      );
      const parts = { engine, schema, arrival, needs: needsOf(text, root) };
      reports.push(await replay(rule, span, parts, onProgress, signal));
    }
    const [own, other] = reports;
    if (!own) throw new Error('no rule was replayed');
    return {
      ...own,
      rule: request.rule,
      name: rules[0]?.name ?? '',
      start: isoFromTicks(span.start),
      end: isoFromTicks(span.end),
      other: other && { rule: request.against ?? '', report: other, comparison: compareReplays(other, own) },
    };
  } finally {
    engine.close();
  }
}

/** What a slice must hold for a replay of these rules. */
export interface ReplayNeeds {
  readonly tables: readonly string[];
  /** Seconds that the first run looks back before the start. */
  readonly period: number;
}

export async function replayNeeds(paths: readonly string[]): Promise<ReplayNeeds> {
  const linter = new RuleLinter({});
  const tables = new Set<string>();
  let period = 0;
  for (const path of paths) {
    const rule = await ruleOf(path);
    for (const table of tablesRead((await linter.inspector(path)).inspect(rule.query).root))
      tables.add(table);
    period = Math.max(period, rule.period);
  }
  return { tables: [...tables], period };
}

async function ruleOf(path: string): Promise<Rule> {
  const source = new RuleSource(await readText(path));
  const [fault] = source.faults;
  if (fault || source.rule.query === '')
    throw new AzimuthError('rule.invalid', `${path} is no rule: ${fault?.message ?? 'it has no query'}`, {
      next: ['Lint the file.'],
    });
  return source.rule;
}

/** What was asked for, else from the first event of the tables to the case's clock or the last event. */
async function spanOf(
  { start, end }: ReplayRequest,
  history: RuleHistory,
  tables: readonly TableSchema[],
  engine: EventEngine,
  period: number,
  arrival: (table: string) => Arrival,
): Promise<{ readonly start: bigint; readonly end: bigint }> {
  const asked = [start, end].map((text) => (text === undefined ? undefined : ticksFromIso(text)));
  if ((start !== undefined && asked[0] === undefined) || (end !== undefined && asked[1] === undefined))
    throw new AzimuthError('usage.time', 'The start and the end are ISO 8601 times');
  let first: bigint | undefined;
  let last: bigint | undefined;
  for (const table of tables) {
    const events = await engine.times(table, arrival(table.name));
    const [a, b] = [events[0]?.time, events.at(-1)?.time];
    if (a !== undefined && (first === undefined || a < first)) first = a;
    if (b !== undefined && (last === undefined || b > last)) last = b;
  }
  const clock = history.clock === null ? undefined : ticksFromIso(history.clock);
  const to = asked[1] ?? clock ?? (last === undefined ? undefined : last + TICKS_PER_SECOND);
  const hour = 3600n * TICKS_PER_SECOND;
  const from = asked[0] ?? (first === undefined ? undefined : first - (first % hour));
  if (from === undefined || to === undefined || to <= from)
    throw new AzimuthError(
      'replay.no-history',
      `${history.label.charAt(0).toUpperCase()}${history.label.slice(1)} has no events of ${tables.map(({ name }) => name).join(', ') || 'any table that the query names'}`,
      {
        unharmed: 'the case is unchanged',
        next: ['Import the logs that the rule reads.'],
      },
    );
  // A period that is longer than the history would see all of it in every run; that is what the service does too.
  return period > 0 ? { start: from, end: to } : { start: from, end: from };
}
