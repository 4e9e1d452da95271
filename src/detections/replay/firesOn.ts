import { isoFromTicks, TICKS_PER_SECOND, type Ticks } from '../../base/ticks.ts';
import type { Answer } from '../../domain/answer.ts';
import type { Rule } from '../rule/rule.ts';
import { alertsOf } from '../service/alerts.ts';
import type { ReplayParts } from '../ports.ts';
import { visibleTo } from './replay.ts';

/** A kept event, by its key in its table. */
export interface EventInHistory {
  readonly table: string;
  readonly key: string;
  readonly time: Ticks;
  readonly arrived: Ticks;
}

/**
 * Whether the rule would have raised an alert on the event: the first run that sees it raises one, and without the event
 * that run's results are others. Windows close at multiples of the frequency.
 */
export async function firesOn(
  rule: Rule,
  event: EventInHistory,
  { engine, schema, arrival }: Omit<ReplayParts, 'needs'>,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!schema.tables.some(({ name }) => name === event.table)) return false;
  const step =
    (rule.kind === 'NRT' ? 60n : BigInt(Math.max(1, Math.round(rule.frequency)))) * TICKS_PER_SECOND;
  const from = rule.kind === 'NRT' ? event.arrived : event.time;
  const visible = visibleTo(rule, from - (from % step) + step);
  const run = async (without: EventInHistory | undefined): Promise<Answer> => {
    await engine.show(schema.tables, { ...visible, ...(without && { without }) }, arrival);
    return engine.query({ text: rule.query, now: isoFromTicks(visible.end), schema }, signal);
  };
  const all = await run(undefined);
  if (alertsOf(rule, all).length === 0) return false;
  const others = await run(event);
  return rowsOf(all) !== rowsOf(others);
}

/** The rows whatever their order, which a query need not give. */
function rowsOf({ rows }: Answer): string {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n');
}
