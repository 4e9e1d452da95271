import {
  type Guard,
  isAbsentOr,
  isArrayOf,
  isNullOr,
  isOneOf,
  isRecord,
  isShape,
  isString,
} from '../base/guards.ts';
import { isSha256 } from '../base/hash.ts';
import type { JsonObject } from '../base/json.ts';
import { ticksFromIso } from '../base/ticks.ts';
import { isConfidence, isEntityKind, isSeverity } from './guards.ts';
import type { EventDraft, TimelineEvent } from './timelineEvent.ts';

const isTime: Guard<string> = (value): value is string =>
  typeof value === 'string' && ticksFromIso(value) !== undefined;
const isRow = (value: unknown): value is JsonObject => isRecord(value);

/** Lower case, so that two ids never meet in one file on a case-blind disk. */
export const isEventId: Guard<string> = (value): value is string =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value);

const isWho = (value: unknown): value is { rule: string } | { person: string } =>
  isRecord(value) && (isString(value['rule']) || isString(value['person']));

/** By member, so that a refusal can name the one that is wrong. */
const MEMBERS: { readonly [K in keyof TimelineEvent]-?: Guard<TimelineEvent[K]> } = {
  format: (value): value is 1 => value === 1,
  id: isEventId,
  time: isNullOr(isTime),
  end: isNullOr(isTime),
  title: isString,
  table: isString,
  severity: isSeverity,
  entities: isArrayOf(
    isShape<TimelineEvent['entities'][number]>({
      kind: isEntityKind,
      value: isString,
    }),
  ),
  techniques: isArrayOf(
    isShape<TimelineEvent['techniques'][number]>({
      technique: isString,
      attackVersion: isString,
      confidence: isConfidence,
      by: isWho,
      reason: isString,
    }),
  ),
  note: isString,
  links: isAbsentOr(
    isArrayOf(
      isShape<NonNullable<TimelineEvent['links']>[number]>({
        from: isEventId,
        state: isOneOf('accepted', 'rejected'),
        reason: isString,
        by: isString,
        at: isTime,
      }),
    ),
  ),
  row: isRow,
  contentDigest: isSha256,
  provenance: isShape<TimelineEvent['provenance']>({
    connection: isString,
    query: isString,
    window: isNullOr(isShape<{ start: string; end: string }>({ start: isTime, end: isTime })),
    answerDigest: isString,
    event: isNullOr(isString),
    pinnedBy: isString,
    pinnedAt: isTime,
  }),
};

/** The member that does not fit an event, 'the whole' for what is no object; undefined where all is well. */
export function wrongMember(value: unknown): string | undefined {
  if (!isRecord(value)) return 'the whole';
  return Object.entries<Guard<unknown>>(MEMBERS).find(
    ([key, guard]) => !guard(Object.hasOwn(value, key) ? value[key] : undefined),
  )?.[0];
}

const DRAFT_MEMBERS = [
  'time',
  'end',
  'title',
  'table',
  'severity',
  'entities',
  'techniques',
  'note',
  'row',
] as const;

export const isEventDraft: Guard<EventDraft> = (value): value is EventDraft =>
  isRecord(value) && DRAFT_MEMBERS.every((name) => MEMBERS[name](value[name]));
