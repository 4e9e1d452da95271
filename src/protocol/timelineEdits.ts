import { type Guard, isArrayOf, isNullOr, isRecord, isString } from '../base/guards.ts';
import { ticksFromIso } from '../base/ticks.ts';
import { isConfidence, isSeverity } from '../domain/guards.ts';
import type { TechniqueClaim, TimelineEvent } from '../domain/timelineEvent.ts';

/** What the form for an event holds; times are ISO 8601. A claim of a person with no name is that of whoever works here. */
export type EditedEvent = Pick<TimelineEvent, 'time' | 'end' | 'title' | 'severity' | 'note' | 'techniques'>;

const isTime: Guard<string> = (value): value is string =>
  isString(value) && ticksFromIso(value) !== undefined;

export const isClaim: Guard<TechniqueClaim> = (value): value is TechniqueClaim =>
  isRecord(value) &&
  isString(value['technique']) &&
  isString(value['attackVersion']) &&
  isConfidence(value['confidence']) &&
  isRecord(value['by']) &&
  (isString(value['by']['rule']) || isString(value['by']['person'])) &&
  isString(value['reason']);

export const isEditedEvent: Guard<EditedEvent> = (value): value is EditedEvent =>
  isRecord(value) &&
  isNullOr(isTime)(value['time']) &&
  isNullOr(isTime)(value['end']) &&
  isString(value['title']) &&
  value['title'].trim() !== '' &&
  isSeverity(value['severity']) &&
  isString(value['note']) &&
  isArrayOf(isClaim)(value['techniques']);
