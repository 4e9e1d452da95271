import { pixelAt } from '../../../src/picture/span.ts';
import type { LaneBox } from '../model/layout.ts';
import type { Timeline } from '../model/timeline.ts';
import { type Canvas, PIN_MIDDLE } from './paintLane.ts';

/** What led to what: accepted links as lines with a head, proposed ones dashed. */
export function paintLinks(
  { context, width, span, theme }: Canvas,
  timeline: Timeline,
  boxes: readonly LaneBox[],
): void {
  const { curated, lanes, mode } = timeline;
  if (curated.links.length === 0) return;
  const tops = new Map(boxes.map((box) => [lanes[box.lane]?.key ?? '', box.top]));
  const places = new Map(
    curated.pins.flatMap(({ id, time, keys }) => {
      const top = tops.get(keys[mode]);
      return top === undefined ? [] : [[id, { x: pixelAt(span, width, time), y: top + PIN_MIDDLE }] as const];
    }),
  );
  for (const { from, to, accepted } of curated.links) {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end || Math.max(start.x, end.x) < 0 || Math.min(start.x, end.x) > width) continue;
    const bend = Math.max(16, Math.abs(end.x - start.x) / 2);
    context.strokeStyle = accepted ? theme.foreground : theme.muted;
    context.fillStyle = context.strokeStyle;
    context.lineWidth = accepted ? 1.5 : 1;
    context.setLineDash(accepted ? [] : [3, 4]);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(start.x + bend, start.y, end.x - bend, end.y, end.x - 8, end.y);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(end.x - 4, end.y);
    context.lineTo(end.x - 10, end.y - 4);
    context.lineTo(end.x - 10, end.y + 4);
    context.closePath();
    context.fill();
  }
}
