import type { Span } from './span.ts';
import type { Severity } from './timelineEvent.ts';
import type { TimelineZone } from './zone.ts';

/** A timeline to be drawn outside the page: as much of it as a picture shows. */
export interface Drawing {
  readonly title: string;
  /** Above the lanes: what is shown. */
  readonly heading: readonly string[];
  /** Below the lanes: what the picture leaves out, and whose data it has. */
  readonly remarks: readonly string[];
  readonly span: Span;
  readonly zone: TimelineZone;
  readonly lanes: readonly DrawnLane[];
}

export interface DrawnLane {
  readonly name: string;
  /** Events of the lane in the span. */
  readonly total: number;
  /** Counts of equal parts of the span, in order; empty where every event is a mark. */
  readonly bars: readonly number[];
  /** In order of time. `label` is '' where none is wanted. */
  readonly marks: readonly { readonly time: number; readonly severity: Severity; readonly label: string }[];
  /** Stretches of which the case knows nothing. */
  readonly notObserved: readonly Span[];
}
