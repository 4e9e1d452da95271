import type { Lane } from './lane.ts';
import type { LaneBox } from './layout.ts';
import { pixelAt, type Span, timeAt } from '../../../src/picture/span.ts';
import type { Selection, Timeline } from './timeline.ts';

/** How far from a mark a pointer still means it, in pixels. */
export const REACH = 5;

/** What a pointer at `x` in a lane means: the nearest pin, else the nearest event, else a stretch of several. */
export function hit(
  timeline: Timeline,
  box: LaneBox,
  span: Span,
  x: number,
  width: number,
): Selection | null {
  const lane = timeline.lanes[box.lane];
  if (!lane) return null;
  const pins = timeline
    .pinsOf(lane)
    .map((pin) => ({ pin, off: Math.abs(pixelAt(span, width, pin.time) - x) }))
    .filter(({ off }) => off <= REACH + 2)
    .sort((a, b) => a.off - b.off);
  if (pins[0]) return { kind: 'pin', id: pins[0].pin.id };
  const near = nearest(lane, span, x, width);
  if (!near) return null;
  return near.to - near.from === 1
    ? { kind: 'event', lane: box.lane, at: near.from }
    : { kind: 'stretch', lane: box.lane, from: near.from, to: near.to };
}

/** Events of the lane on the nearest pixel within reach that has any. */
function nearest(lane: Lane, span: Span, x: number, width: number): { from: number; to: number } | null {
  const pixel = Math.floor(x);
  for (const off of offsets) {
    const range = pixelRange(span, width, pixel + off);
    const from = lane.before(range.start);
    const to = lane.before(range.end);
    if (to > from) return { from, to };
  }
  return null;
}

const offsets = [0, ...Array.from({ length: REACH }, (_, i) => [i + 1, -i - 1]).flat()];

function pixelRange(span: Span, width: number, pixel: number): Span {
  return { start: timeAt(span, width, pixel), end: timeAt(span, width, pixel + 1) };
}
