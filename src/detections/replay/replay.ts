import { isoFromTicks, TICKS_PER_SECOND, type Ticks, UNIX_EPOCH_TICKS } from '../../base/ticks.ts';
import type { HistoryEvent, ReplayParts, Visible } from '../ports.ts';
import type { Seconds } from '../rule/duration.ts';
import type { Rule } from '../rule/rule.ts';
import { alertsOf } from '../service/alerts.ts';
import { groupIncidents, type RaisedAlert, type RaisedIncident } from '../service/incidents.ts';
import { type LostEvents, lostEvents } from './lateEvents.ts';
import { quietRuns } from './quietRuns.ts';

/** The service starts a scheduled run so long after its window has closed. */
const RUN_DELAY: Ticks = 300n * TICKS_PER_SECOND;
const MINUTE: Ticks = 60n * TICKS_PER_SECOND;
const DAY: Ticks = 86_400n * TICKS_PER_SECOND;
const MAX_RUNS = 50_000;

export interface ReplaySpan {
  /** Ticks; the first window closes one frequency after the start, the last one at the end at the latest. */
  readonly start: Ticks;
  readonly end: Ticks;
  /** How long after it was opened an incident is closed; undefined: none is. */
  readonly closedAfter?: Seconds | undefined;
}

export interface ReplayedAlert extends RaisedAlert {
  /** ISO 8601: the end of the window that it was found in. */
  readonly time: string;
  readonly incident: number | null;
  /** Keys of the events behind the results, where each result stands for one. */
  readonly events: readonly string[];
}

export interface ReplayReport {
  readonly runs: number;
  /** Runs that could have had no result, because nothing that the query needs was in their window; they were not made. */
  readonly empty: number;
  /** Runs that suppression left out. */
  readonly suppressed: number;
  readonly alerts: readonly ReplayedAlert[];
  readonly incidents: readonly (Omit<RaisedIncident, 'at'> & { readonly time: string })[];
  /** One a day of the span, in order. */
  readonly days: readonly { readonly day: string; readonly alerts: number; readonly incidents: number }[];
  readonly lost: LostEvents;
  readonly load: { readonly queries: number; readonly events: number; readonly elapsedMs: number };
  /** Set where it broke off, and why. */
  readonly cut: string | undefined;
}

/** Runs the rule over history as the service would have, by a clock of its own. Rejects with KqlError and when cancelled. */
export async function replay(
  rule: Rule,
  span: ReplaySpan,
  parts: ReplayParts,
  onProgress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ReplayReport> {
  const started = performance.now();
  const nrt = rule.kind === 'NRT';
  const frequency = nrt ? MINUTE : ticks(rule.frequency);
  const period = nrt ? MINUTE : ticks(rule.period);
  const { engine, schema, arrival } = parts;
  const histories: { table: string; events: readonly HistoryEvent[] }[] = [];
  for (const table of schema.tables)
    histories.push({ table: table.name, events: await engine.times(table, arrival(table.name)) });
  const ends = windowEnds(span, frequency);
  const visibleAt = (end: Ticks): Visible => visibleTo(rule, end);
  const isQuiet = await quietRuns(rule, histories, span.start, parts, visibleAt, signal);
  const state = { queries: 0, empty: 0, suppressed: 0, resume: 0n };
  const alerts: (RaisedAlert & { time: string; events: readonly string[] })[] = [];
  for (const [index, end] of ends.entries()) {
    signal?.throwIfAborted();
    if (index % 20 === 0) onProgress(index, ends.length);
    if (end < state.resume) {
      state.suppressed += 1;
      continue;
    }
    const visible = visibleAt(end);
    if (isQuiet(visible)) {
      state.empty += 1;
      continue;
    }
    await engine.show(schema.tables, visible, arrival);
    const time = isoFromTicks(end);
    const answer = await engine.query({ text: rule.query, now: time, schema }, signal);
    state.queries += 1;
    const raised = alertsOf(rule, answer);
    for (const alert of raised)
      alerts.push({
        ...alert,
        at: seconds(end),
        time,
        events: alert.results.flatMap((result) => answer.rowKeys?.[result] ?? []),
      });
    if (raised.length > 0 && rule.suppression !== undefined) state.resume = end + ticks(rule.suppression);
  }
  onProgress(ends.length, ends.length);
  const incidents = groupIncidents(rule, alerts, span.closedAfter);
  const incidentOf = new Map(
    incidents.flatMap(({ number, alerts: members }) => members.map((member) => [member, number] as const)),
  );
  return {
    runs: ends.length,
    empty: state.empty,
    suppressed: state.suppressed,
    alerts: alerts.map((alert, index) => ({ ...alert, incident: incidentOf.get(index) ?? null })),
    incidents: incidents.map(({ at, ...incident }) => ({
      ...incident,
      time: isoFromTicks(ticks(at) + UNIX_EPOCH_TICKS),
    })),
    days: perDay(span, alerts, incidents),
    lost: nrt ? { count: 0, examples: [] } : lostEvents(histories, ends, period, RUN_DELAY),
    load: {
      queries: state.queries,
      events: histories.reduce((sum, { events }) => sum + events.length, 0),
      elapsedMs: performance.now() - started,
    },
    cut:
      ends.length < MAX_RUNS
        ? undefined
        : `Only the first ${MAX_RUNS} runs were made: shorten the time span.`,
  };
}

/** What the run sees whose window closes at `end`. */
export function visibleTo(rule: Rule, end: Ticks): Visible {
  const nrt = rule.kind === 'NRT';
  return {
    start: end - (nrt ? MINUTE : ticks(rule.period)),
    end,
    arrivedBy: nrt ? end : end + RUN_DELAY,
    byArrival: nrt,
  };
}

/** When windows close: every frequency from the start. */
function windowEnds({ start, end }: ReplaySpan, frequency: Ticks): readonly Ticks[] {
  const count = Math.min(MAX_RUNS, Math.max(0, Number((end - start) / frequency)));
  return Array.from({ length: count }, (_, index) => start + frequency * BigInt(index + 1));
}

function perDay(
  { start, end }: ReplaySpan,
  alerts: readonly { at: number }[],
  incidents: readonly { at: number }[],
): ReplayReport['days'] {
  const dayOf = (at: Ticks): string => isoFromTicks(at).slice(0, 10);
  const count = (list: readonly { at: number }[], day: string): number =>
    list.filter(({ at }) => dayOf(ticks(at) + UNIX_EPOCH_TICKS) === day).length;
  const days: string[] = [];
  for (let day = start - (start % DAY); day <= end; day += DAY) days.push(dayOf(day));
  return days.map((day) => ({ day, alerts: count(alerts, day), incidents: count(incidents, day) }));
}

function ticks(value: number): Ticks {
  return BigInt(Math.round(value)) * TICKS_PER_SECOND;
}
function seconds(value: Ticks): number {
  return Number((value - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND);
}
