import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Instant } from './instant.ts';
import { iso } from './instant.ts';
import type { PlantedMark, SampleEvent } from './table.ts';

/** One planted event, findable in any shape that it was exported in. */
export interface PlantedEvent extends PlantedMark {
  readonly table: string;
  /** The service's own event id, null where the table has none. */
  readonly id: string | null;
  readonly time: string;
  /** The columns that identify the event, with their values. */
  readonly match: JsonObject;
}

/** A benign story that looks like an attack; what a good query should not report, or should explain. */
export interface LookAlike {
  readonly name: string;
  readonly story: string;
  readonly first: string;
  readonly last: string;
}

export interface GroundTruth {
  readonly format: 1;
  readonly attackVersion: '19.0';
  readonly options: JsonObject;
  readonly tenant: JsonObject;
  readonly scenarios: readonly ScenarioTruth[];
  readonly lookAlikes: readonly LookAlike[];
  readonly events: readonly PlantedEvent[];
}

export interface ScenarioTruth {
  readonly name: string;
  readonly story: string;
  readonly first: string;
  readonly last: string;
  /** Who and what the scenario is about: user, addresses, applications, resources. */
  readonly facts: JsonObject;
}

export function plantedEvent(event: SampleEvent, mark: PlantedMark): PlantedEvent {
  const match: Record<string, JsonValue> = {};
  for (const column of event.table.identity) match[column] = event.row[column] ?? null;
  const first = event.table.identity[0] ?? '';
  const id = event.row[first];
  return {
    ...mark,
    table: event.table.name,
    id: first !== 'TimeGenerated' && typeof id === 'string' ? id : null,
    time: iso(event.time),
    match,
  };
}

export function span(events: readonly { readonly time: Instant }[]): { first: string; last: string } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { time } of events) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return { first: iso(first), last: iso(last) };
}
