import { TICKS_PER_SECOND, ticksFromIso } from '../../../src/base/ticks.ts';
import { needsOf } from '../../../src/detections/kql/needs.ts';
import { type ReplayReport, replay } from '../../../src/detections/replay/replay.ts';
import { RuleSource } from '../../../src/detections/rule/source.ts';
import { EventEngine } from '../../../src/kql/duckdb/events/eventEngine.ts';
import { Binder } from '../../../src/kql/syntax/analyse.ts';
import { ruleWith } from './ruleText.ts';

export const SCHEMA = {
  name: 'SigninLogs',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: '_TimeReceived', type: 'datetime' },
    { name: 'UserPrincipalName', type: 'string' },
  ],
} as const;
/** A time of the day that all events are of. */
export const at = (clock: string): string => `2026-03-02T${clock}Z`;
export type Event = readonly [time: string, user: string, received?: string];

/** A rule of every 10 minutes over the last 10, with a result for each user that is named. */
export function rule(...changes: readonly (readonly [string, string])[]): RuleSource['rule'] {
  return new RuleSource(
    ruleWith(
      ['queryFrequency: 1h', 'queryFrequency: 10m'],
      ['queryPeriod: 1h', 'queryPeriod: 10m'],
      [
        '  | where ResultType != "0"\n  | summarize Failures = count(), Level = "High" by UserPrincipalName, IPAddress\n  | where Failures > 10\n',
        '  | summarize Failures = count() by UserPrincipalName\n',
      ],
      ...changes,
    ),
  ).rule;
}

/** @param how `delay`: seconds from an event's time to when it can be queried, instead of its own arrival */
export async function run(
  of: RuleSource['rule'],
  events: readonly Event[],
  from: string,
  to: string,
  how: { readonly delay?: number; readonly closedAfter?: number } = {},
): Promise<ReplayReport> {
  const schema = { name: 'test', tables: [SCHEMA], functions: [] };
  const engine = await EventEngine.open();
  try {
    const rows = events.map(([time, UserPrincipalName, received]) => ({
      TimeGenerated: at(time),
      UserPrincipalName,
      _TimeReceived: at(received ?? time),
    }));
    await engine.keepEvents([{ schema: SCHEMA, rows }]);
    return await replay(
      of,
      { start: ticksFromIso(at(from)) ?? 0n, end: ticksFromIso(at(to)) ?? 0n, closedAfter: how.closedAfter },
      {
        engine,
        schema,
        arrival: () => ({
          column: how.delay === undefined ? '_TimeReceived' : undefined,
          delay: BigInt(how.delay ?? 0) * TICKS_PER_SECOND,
        }),
        needs: needsOf(of.query, new Binder(schema).inspect(of.query).root),
      },
    );
  } finally {
    engine.close();
  }
}
/** When each alert was raised, and on whom, in the order of their names: rows of a query that does not sort have none. */
export const times = ({ alerts }: ReplayReport): string[] =>
  alerts.map(
    ({ time, entities }) =>
      `${time.slice(11, 16)} ${entities
        .map(({ identifiers }) => identifiers['FullName'])
        .sort()
        .join('+')}`,
  );
