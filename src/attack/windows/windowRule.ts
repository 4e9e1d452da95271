import type { JsonObject } from '../../base/json.ts';
import type { EntityKind } from '../../domain/entity.ts';
import type { Confidence, Severity } from '../../domain/timelineEvent.ts';
import type { RowText } from '../mapping/rowText.ts';

/** How the events of a window are weighed. Spans are KQL timespans such as `10m`. */
export type WindowMeasure =
  /** `measure`, an aggregate, reaches `atLeast` within `window`. */
  | { readonly kind: 'burst'; readonly window: string; readonly measure: string; readonly atLeast: number }
  /** The combination of `by` is seen first when events of the same `among` have been seen for `history`. */
  | {
      readonly kind: 'new';
      readonly among: readonly string[];
      readonly history: string;
      readonly atLeast: number;
    }
  /** At least so many events, at distances that differ by a tenth of their mean at most. */
  | { readonly kind: 'periodic'; readonly atLeast: number }
  /** Events of another table with the same `by` follow, each at most `within` later. */
  | {
      readonly kind: 'then';
      readonly table: string;
      readonly where: string;
      readonly by: WindowRule['by'];
      readonly within: string;
    };

/** Events made for a test: `events` of them, `every` apart, from `at` after the first day's start. */
export interface SampleRun {
  readonly at: string;
  readonly every: string;
  readonly events: number;
  /** Null for the table that is asked. */
  readonly table: string | null;
  /** `{n}` in a text stands for the number of the event. */
  readonly row: JsonObject;
}

/** Says which many events together evidence a technique. See queries/attack/windows. */
export interface WindowRule {
  readonly id: string;
  /** Each is asked by itself. */
  readonly tables: readonly string[];
  /** KQL predicate for the events that count. */
  readonly where: string;
  /** What the events are told apart by: name to KQL expression, which is made a string. */
  readonly by: readonly (readonly [name: string, expression: string])[];
  readonly entities: readonly { readonly column: string; readonly kind: EntityKind }[];
  readonly measure: WindowMeasure;
  readonly title: RowText;
  readonly technique: string;
  readonly attackVersion: string;
  readonly tactic: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly reason: string;
  readonly fires: readonly SampleRun[];
  readonly quiet: readonly SampleRun[];
}
