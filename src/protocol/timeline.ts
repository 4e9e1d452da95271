import {
  type Guard,
  isArrayOf,
  isCount,
  isFiniteNumber,
  isNullOr,
  isOneOf,
  isRecord,
  isRecordOf,
  isShape,
  isString,
} from '../base/guards.ts';
import type { JsonObject } from '../base/json.ts';
import type {
  AttackLabels,
  ObservedEvents,
  ObservedFacet,
  ObservedFacetName,
  ObservedRule,
} from '../domain/observed.ts';
import { isConfidence, isSeverity } from '../domain/guards.ts';
import type { TimelineZone } from '../domain/zone.ts';
import type { Drawing } from '../domain/drawing.ts';
import type { NotObserved } from '../domain/notObserved.ts';
import type { EventLink, Severity, TechniqueClaim, TimelineEvent } from '../domain/timelineEvent.ts';
import { isDrawing } from './drawing.ts';
import { isPackedColumns, type PackedObserved } from './packedObserved.ts';
import { type EditedEvent, isClaim, isEditedEvent } from './timelineEdits.ts';

/** One event of the picture: the `index`-th observed one of the load with that `handle`, or a curated one. */
export type TimelineTarget =
  | { readonly kind: 'observed'; readonly handle: number; readonly index: number }
  | { readonly kind: 'curated'; readonly id: string };

/** A technique of a curated event in the version that is shown. */
export interface ShownTechnique {
  readonly id: string;
  readonly name: string;
  /** Shortnames. */
  readonly tactics: readonly string[];
  /** Why this id stands for the one that was claimed; '' where it is the same. */
  readonly translated: string;
}

/** A curated event with what the host knows of it beside. */
export interface ShownEvent extends TimelineEvent {
  readonly shown: readonly ShownTechnique[];
  /** Why it is the responders' own doing; '' where nothing says so. */
  readonly own: string;
}

/** What may tie the curated events together, and what they leave open. */
export interface StoryShown {
  readonly proposed: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly gaps: readonly { readonly event: string; readonly question: string; readonly query: string }[];
}

/** What undo and redo would do, in words; '' where there is nothing. */
export interface HistoryShown {
  readonly undo: string;
  readonly redo: string;
}

/** What the details panel shows. Times are ISO 8601. All text is log content: data, never markup. */
export interface EventDetails {
  readonly time: string | null;
  readonly title: string;
  readonly table: string;
  readonly severity: Severity;
  readonly techniques: readonly TechniqueClaim[];
  readonly row: JsonObject;
  /** The record as the original had it; '' where the row is not one event of the case. */
  readonly raw: string;
  /** Column to the field of the record that its value came from. */
  readonly lineage: Readonly<Record<string, string>>;
  readonly sources: readonly {
    readonly name: string;
    readonly member: string;
    readonly record: number;
    readonly shape: string;
  }[];
  readonly connection: string;
  /** KQL that finds the event again. */
  readonly query: string;
  readonly note: string;
  /** Id of the curated event, where the event is pinned. */
  readonly pinned: string | null;
}

/** To the page. Columns travel alone in `observed`, so that no large JSON is mixed with them. */
export type ToTimeline =
  | { readonly type: 'loading'; readonly what: string }
  /** Replaces the observed layer; the arrays must own their buffers. */
  | {
      readonly type: 'observed';
      readonly events: ObservedEvents | PackedObserved;
      readonly attack: AttackLabels;
    }
  /** Replaces the curated layer. */
  | {
      readonly type: 'curated';
      readonly events: readonly ShownEvent[];
      readonly story: StoryShown;
      readonly history: HistoryShown;
    }
  | { readonly type: 'notObserved'; readonly gaps: readonly NotObserved[] }
  /** A column that was asked for; its array must own its buffer. */
  | { readonly type: 'facet'; readonly facet: ObservedFacet }
  /** Opens the form for a new event. */
  | { readonly type: 'compose' }
  /** Asks for what is on screen; the answer is `captured`. */
  | { readonly type: 'capture'; readonly request: number }
  | {
      readonly type: 'details';
      readonly request: number;
      readonly details: EventDetails | null;
      readonly error: string;
    }
  | { readonly type: 'zone'; readonly zone: TimelineZone }
  /** Centre on a curated event and select it. */
  | { readonly type: 'reveal'; readonly id: string }
  /** Why what was asked for did nothing. */
  | { readonly type: 'say'; readonly text: string }
  /** Another view has selected it: select it too, without taking the focus. */
  | { readonly type: 'follow'; readonly target: TimelineTarget }
  | { readonly type: 'failed'; readonly message: string; readonly next: readonly string[] };

/** What an empty timeline offers. */
export type TimelineOffer = 'importLogs' | 'openSample' | 'newNotebook';

/** From the page. */
export type FromTimeline =
  | { readonly type: 'ready' }
  | { readonly type: 'requestDetails'; readonly request: number; readonly target: TimelineTarget }
  | { readonly type: 'pin'; readonly target: TimelineTarget }
  /** What is selected has changed, by a person here. */
  | { readonly type: 'selected'; readonly target: TimelineTarget }
  | { readonly type: 'unpin'; readonly id: string }
  | { readonly type: 'edit'; readonly id: string; readonly event: EditedEvent }
  | { readonly type: 'add'; readonly event: EditedEvent }
  /** A person's decision; null takes it back. */
  | {
      readonly type: 'link';
      readonly from: string;
      readonly to: string;
      readonly state: EventLink['state'] | null;
      readonly reason: string;
    }
  /** A column of the observed layer with that handle, for lanes and filters. */
  | { readonly type: 'facet'; readonly handle: number; readonly facet: ObservedFacetName }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'export' }
  | {
      readonly type: 'captured';
      readonly request: number;
      readonly png: Uint8Array;
      /** One for each window, from left to right. */
      readonly drawings: readonly Drawing[];
    }
  | { readonly type: 'openQuery'; readonly query: string }
  /** Milliseconds since 1970, end exclusive; null clears it. */
  | { readonly type: 'selectRange'; readonly range: { readonly start: number; readonly end: number } | null }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'zone'; readonly zone: TimelineZone }
  | { readonly type: 'offer'; readonly offer: TimelineOffer };

const isZone = isOneOf('utc', 'local');

const isTarget: Guard<TimelineTarget> = (value): value is TimelineTarget =>
  isRecord(value) &&
  (value['kind'] === 'observed'
    ? isCount(value['handle']) && isCount(value['index'])
    : value['kind'] === 'curated' && isString(value['id']));

const isRange = isShape<{ start: number; end: number }>({ start: isFiniteNumber, end: isFiniteNumber });

const fromTimeline: {
  readonly [T in FromTimeline['type']]: (value: Readonly<Record<string, unknown>>) => boolean;
} = {
  ready: () => true,
  requestDetails: (m) => isCount(m['request']) && isTarget(m['target']),
  pin: (m) => isTarget(m['target']),
  selected: (m) => isTarget(m['target']),
  unpin: (m) => isString(m['id']),
  edit: (m) => isString(m['id']) && isEditedEvent(m['event']),
  add: (m) => isEditedEvent(m['event']),
  link: (m) =>
    isString(m['from']) &&
    isString(m['to']) &&
    isNullOr(isOneOf('accepted', 'rejected'))(m['state']) &&
    isString(m['reason']),
  facet: (m) => isCount(m['handle']) && isOneOf('account', 'address')(m['facet']),
  undo: () => true,
  redo: () => true,
  export: () => true,
  captured: (m) =>
    isCount(m['request']) && m['png'] instanceof Uint8Array && isArrayOf(isDrawing)(m['drawings']),
  openQuery: (m) => isString(m['query']),
  selectRange: (m) => m['range'] === null || (isRange(m['range']) && m['range'].start < m['range'].end),
  copy: (m) => isString(m['text']),
  zone: (m) => isZone(m['zone']),
  offer: (m) => isOneOf('importLogs', 'openSample', 'newNotebook')(m['offer']),
};

/** The message where the value is one, else undefined; the host drops and logs what is not. */
export function parseFromTimeline(value: unknown): FromTimeline | undefined {
  return hasValidType(value, fromTimeline) ? (value as unknown as FromTimeline) : undefined;
}

const isJsonObject: Guard<JsonObject> = (value): value is JsonObject => isRecord(value);

const isDetails: Guard<EventDetails> = isShape<EventDetails>({
  time: isNullOr(isString),
  title: isString,
  table: isString,
  severity: isSeverity,
  techniques: isArrayOf(isClaim),
  row: isJsonObject,
  raw: isString,
  lineage: isRecordOf(isString),
  sources: isArrayOf(isShape({ name: isString, member: isString, record: isCount, shape: isString })),
  connection: isString,
  query: isString,
  note: isString,
  pinned: isNullOr(isString),
});

const isCurated: Guard<
  Pick<ShownEvent, 'id' | 'time' | 'end' | 'title' | 'table' | 'severity' | 'techniques' | 'shown' | 'own'>
> = isShape({
  id: isString,
  time: isNullOr(isString),
  end: isNullOr(isString),
  title: isString,
  table: isString,
  severity: isSeverity,
  techniques: isArrayOf(isClaim),
  shown: isArrayOf(
    isShape<ShownTechnique>({
      id: isString,
      name: isString,
      tactics: isArrayOf(isString),
      translated: isString,
    }),
  ),
  own: isString,
});

const isObservedRule: Guard<ObservedRule> = isShape<ObservedRule>({
  id: isString,
  title: isString,
  technique: isString,
  tactic: isString,
  confidence: isConfidence,
  severity: isSeverity,
  reason: isString,
});

const isAttackLabels: Guard<AttackLabels> = isShape<AttackLabels>({
  version: isString,
  tactics: isArrayOf(isShape({ id: isString, shortname: isString, name: isString })),
  techniques: isRecordOf(isShape({ name: isString, tactics: isArrayOf(isString) })),
  notice: isString,
});

const isFacet: Guard<ObservedFacet> = isShape<ObservedFacet>({
  handle: isCount,
  facet: isOneOf('account', 'address'),
  codes: (value): value is Uint32Array => value instanceof Uint32Array,
  values: isArrayOf(isString),
});

const isStory: Guard<StoryShown> = isShape<StoryShown>({
  proposed: isArrayOf(isShape({ from: isString, to: isString, reason: isString })),
  gaps: isArrayOf(isShape({ event: isString, question: isString, query: isString })),
});

const isHistory: Guard<HistoryShown> = isShape<HistoryShown>({ undo: isString, redo: isString });

const isNotObserved: Guard<NotObserved> = isShape<NotObserved>({
  table: isString,
  window: isShape({ start: isString, end: isString }),
  kind: isOneOf('silent', 'before', 'after', 'partial'),
  why: isString,
});

function isObserved(value: unknown): value is ObservedEvents | PackedObserved {
  if (!isRecord(value)) return false;
  const { handle, count, time, rule, table, rules, tables, undated, packed } = value;
  const isWhole =
    time instanceof Float64Array &&
    rule instanceof Uint16Array &&
    table instanceof Uint16Array &&
    time.length === count &&
    rule.length === count &&
    table.length === count;
  return (
    isCount(handle) &&
    isCount(count) &&
    isCount(undated) &&
    (isWhole || isPackedColumns(packed, count)) &&
    isArrayOf(isObservedRule)(rules) &&
    isArrayOf(isString)(tables)
  );
}

const toTimeline: {
  readonly [T in ToTimeline['type']]: (value: Readonly<Record<string, unknown>>) => boolean;
} = {
  loading: (m) => isString(m['what']),
  observed: (m) => isObserved(m['events']) && isAttackLabels(m['attack']),
  curated: (m) => isArrayOf(isCurated)(m['events']) && isStory(m['story']) && isHistory(m['history']),
  notObserved: (m) => isArrayOf(isNotObserved)(m['gaps']),
  facet: (m) => isFacet(m['facet']),
  compose: () => true,
  capture: (m) => isCount(m['request']),
  details: (m) => isCount(m['request']) && isNullOr(isDetails)(m['details']) && isString(m['error']),
  zone: (m) => isZone(m['zone']),
  follow: (m) => isTarget(m['target']),
  reveal: (m) => isString(m['id']),
  say: (m) => isString(m['text']),
  failed: (m) => isString(m['message']) && isArrayOf(isString)(m['next']),
};

/** The message where the value is one, else undefined; the page shows that it got something it does not know. */
export function parseToTimeline(value: unknown): ToTimeline | undefined {
  return hasValidType(value, toTimeline) ? (value as unknown as ToTimeline) : undefined;
}

function hasValidType(
  value: unknown,
  checks: Readonly<Record<string, (value: Readonly<Record<string, unknown>>) => boolean>>,
): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || !isString(value['type']) || !Object.hasOwn(checks, value['type'])) return false;
  return checks[value['type']]?.(value) ?? false;
}
