import { AzimuthError } from '../base/errors.ts';
import { ticksFromIso } from '../base/ticks.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { TimelineStore } from '../cases/timelineStore.ts';
import { type EventInHistory, firesOn } from '../detections/replay/firesOn.ts';
import type { Rule } from '../detections/rule/rule.ts';
import { parseEventKey } from '../domain/eventKey.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { arrivalOf, caseHistory, schemaOf } from './caseHistory.ts';

/** An event of the timeline and the rules that would have raised an alert on it. */
export interface EventRules {
  readonly id: string;
  readonly title: string;
  readonly time: string | null;
  readonly table: string;
  readonly techniques: readonly string[];
  /** Paths; null where it stands for no single event of the logs, so that rules cannot be run on it. */
  readonly rules: readonly string[] | null;
}

export async function timelineEvents(folder: string): Promise<readonly TimelineEvent[]> {
  return (await new TimelineStore(new NodeStorage(folder)).readAll()).events;
}

/** Runs each rule on each curated event of its tables; what cannot be run fires on none. */
export async function eventRules(
  folder: string,
  events: readonly TimelineEvent[],
  rules: readonly { readonly path: string; readonly rule: Rule; readonly tables: readonly string[] }[],
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<readonly EventRules[]> {
  const placed = new Map(events.flatMap((event) => placedEvent(event) ?? []));
  const tables = new Set([...placed.values()].map(({ table }) => table));
  const asked = rules.filter((each) => each.tables.some((table) => tables.has(table)));
  const fired = new Map<string, string[]>();
  if (placed.size > 0 && asked.length > 0) {
    const history = await caseHistory(folder);
    const needed = schemaOf(history, asked.map(({ rule }) => rule.query).join('\n')).tables;
    const engine = await history.open(needed, signal);
    const arrival = arrivalOf(needed, {});
    try {
      for (const [index, { path, rule, tables: own }] of asked.entries()) {
        onProgress(index, asked.length);
        const parts = { engine, schema: schemaOf(history, rule.query), arrival };
        for (const [id, event] of placed) {
          if (!own.includes(event.table)) continue;
          const fires = await firesOn(rule, event, parts, signal).catch((error: unknown) => {
            // A query that the engine refuses has no alerts here; its tests say why.
            if (error instanceof AzimuthError && !signal?.aborted) return false;
            throw error;
          });
          if (fires) fired.set(id, [...(fired.get(id) ?? []), path]);
        }
      }
    } finally {
      engine.close();
    }
  }
  return events.map(({ id, title, time, table, techniques }) => ({
    id,
    title,
    time,
    table,
    techniques: [...new Set(techniques.map(({ technique }) => technique))],
    rules: placed.has(id) ? (fired.get(id) ?? []) : null,
  }));
}

function placedEvent({ id, time, row, provenance }: TimelineEvent): [string, EventInHistory][] | undefined {
  const ticks = time === null ? undefined : ticksFromIso(time);
  if (provenance.event === null || ticks === undefined) return undefined;
  const received = row['_TimeReceived'];
  const arrived = typeof received === 'string' ? ticksFromIso(received) : undefined;
  return [[id, { ...parseEventKey(provenance.event), time: ticks, arrived: arrived ?? ticks }]];
}
