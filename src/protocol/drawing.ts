import {
  type Guard,
  isArrayOf,
  isCount,
  isFiniteNumber,
  isOneOf,
  isShape,
  isString,
} from '../base/guards.ts';
import type { Drawing, DrawnLane } from '../domain/drawing.ts';
import { isSeverity } from '../domain/guards.ts';
import type { Span } from '../domain/span.ts';

const isSpan: Guard<Span> = isShape<Span>({ start: isFiniteNumber, end: isFiniteNumber });

const isLane: Guard<DrawnLane> = isShape<DrawnLane>({
  name: isString,
  total: isCount,
  bars: isArrayOf(isCount),
  marks: isArrayOf(isShape({ time: isFiniteNumber, severity: isSeverity, label: isString })),
  notObserved: isArrayOf(isSpan),
});

/** What a page hands over to be drawn. */
export const isDrawing: Guard<Drawing> = isShape<Drawing>({
  title: isString,
  heading: isArrayOf(isString),
  remarks: isArrayOf(isString),
  span: isSpan,
  zone: isOneOf('utc', 'local'),
  lanes: isArrayOf(isLane),
});
