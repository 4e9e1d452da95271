import type { Entity } from './entity.ts';
import type { Severity, TechniqueClaim } from './timelineEvent.ts';

/** What a rule says of a row that stands for many events: it takes the place of what the rules of single rows say. */
export interface EventReading {
  /** ISO 8601: when the last of the events was; null where it is not known. */
  readonly end: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly entities: readonly Entity[];
  readonly techniques: readonly TechniqueClaim[];
}
