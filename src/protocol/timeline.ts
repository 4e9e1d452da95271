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
import type { AttackLabels, ObservedEvents, ObservedRule } from '../domain/observed.ts';
import type { TimelineZone } from '../domain/zone.ts';
import type { Confidence, Severity, TechniqueClaim, TimelineEvent } from '../domain/timelineEvent.ts';

/** One event of the picture: the `index`-th observed one of the load with that `handle`, or a curated one. */
export type TimelineTarget =
  | { readonly kind: 'observed'; readonly handle: number; readonly index: number }
  | { readonly kind: 'curated'; readonly id: string };

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
  | { readonly type: 'observed'; readonly events: ObservedEvents; readonly attack: AttackLabels }
  /** Replaces the curated layer. */
  | { readonly type: 'curated'; readonly events: readonly TimelineEvent[] }
  | {
      readonly type: 'details';
      readonly request: number;
      readonly details: EventDetails | null;
      readonly error: string;
    }
  | { readonly type: 'zone'; readonly zone: TimelineZone }
  /** Centre on a curated event and select it. */
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'failed'; readonly message: string; readonly next: readonly string[] };

/** What an empty timeline offers. */
export type TimelineOffer = 'importLogs' | 'openSample' | 'newNotebook';

/** From the page. */
export type FromTimeline =
  | { readonly type: 'ready' }
  | { readonly type: 'requestDetails'; readonly request: number; readonly target: TimelineTarget }
  | { readonly type: 'pin'; readonly target: TimelineTarget }
  | { readonly type: 'unpin'; readonly id: string }
  | { readonly type: 'openQuery'; readonly query: string }
  /** Milliseconds since 1970, end exclusive; null clears it. */
  | { readonly type: 'selectRange'; readonly range: { readonly start: number; readonly end: number } | null }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'zone'; readonly zone: TimelineZone }
  | { readonly type: 'offer'; readonly offer: TimelineOffer };

const isZone = isOneOf('utc', 'local');
const isSeverity: Guard<Severity> = isOneOf('high', 'medium', 'low', 'informational');
const isConfidence: Guard<Confidence> = isOneOf('high', 'medium', 'low');

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
  unpin: (m) => isString(m['id']),
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

const isClaim: Guard<TechniqueClaim> = isShape<TechniqueClaim>({
  technique: isString,
  attackVersion: isString,
  confidence: isConfidence,
  by: (value): value is TechniqueClaim['by'] =>
    isRecord(value) && (isString(value['rule']) || isString(value['person'])),
  reason: isString,
});

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
  Pick<TimelineEvent, 'id' | 'time' | 'end' | 'title' | 'table' | 'severity' | 'techniques'>
> = isShape({
  id: isString,
  time: isNullOr(isString),
  end: isNullOr(isString),
  title: isString,
  table: isString,
  severity: isSeverity,
  techniques: isArrayOf(isClaim),
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

function isObserved(value: unknown): value is ObservedEvents {
  if (!isRecord(value)) return false;
  const { handle, count, time, rule, table, rules, tables, undated } = value;
  return (
    isCount(handle) &&
    isCount(count) &&
    isCount(undated) &&
    time instanceof Float64Array &&
    rule instanceof Uint16Array &&
    table instanceof Uint16Array &&
    time.length === count &&
    rule.length === count &&
    table.length === count &&
    isArrayOf(isObservedRule)(rules) &&
    isArrayOf(isString)(tables)
  );
}

const toTimeline: {
  readonly [T in ToTimeline['type']]: (value: Readonly<Record<string, unknown>>) => boolean;
} = {
  loading: (m) => isString(m['what']),
  observed: (m) => isObserved(m['events']) && isAttackLabels(m['attack']),
  curated: (m) => isArrayOf(isCurated)(m['events']),
  details: (m) => isCount(m['request']) && isNullOr(isDetails)(m['details']) && isString(m['error']),
  zone: (m) => isZone(m['zone']),
  reveal: (m) => isString(m['id']),
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
