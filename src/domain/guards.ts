import { type Guard, isOneOf } from '../base/guards.ts';
import { ENTITY_KINDS, type EntityKind } from './entity.ts';
import type { Confidence, Severity } from './timelineEvent.ts';

export const isSeverity: Guard<Severity> = isOneOf('high', 'medium', 'low', 'informational');
export const isConfidence: Guard<Confidence> = isOneOf('high', 'medium', 'low');
export const isEntityKind: Guard<EntityKind> = isOneOf(...ENTITY_KINDS);
