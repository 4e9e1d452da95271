import { pixelAt } from '../../../src/picture/span.ts';
import type { LaneBox } from '../model/layout.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Canvas } from './paintLane.ts';

const HATCH = 7;
/** A band of some tables only is a strip at the foot of its lane. */
const STRIP = 5;

/** Stretches that were not observed, hatched, so that nothing there is not read as quiet. */
export function paintBands(canvas: Canvas, timeline: Timeline, box: LaneBox): void {
  const { context, width, span, theme } = canvas;
  for (const { start, end, all } of timeline.bandsOf(box.lane)) {
    const from = Math.max(0, pixelAt(span, width, start));
    const to = Math.min(width, pixelAt(span, width, end));
    if (to - from < 1) continue;
    const height = all ? box.height - 2 : STRIP;
    const top = box.top + box.height - height - 1;
    context.save();
    context.beginPath();
    context.rect(from, top, to - from, height);
    context.clip();
    context.fillStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 0 : 0.18;
    context.fillRect(from, top, to - from, height);
    context.globalAlpha = theme.highContrast ? 1 : 0.7;
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    // From the picture's own edge, so that the hatching stands still while the picture moves.
    for (let x = Math.floor((from - height) / HATCH) * HATCH; x < to; x += HATCH) {
      context.moveTo(x, top + height);
      context.lineTo(x + height, top);
    }
    context.stroke();
    context.globalAlpha = 1;
    const label = 'not observed';
    context.font = theme.font;
    const wide = context.measureText(label).width + 8;
    if (all && to - from > wide + 8 && height > 18) {
      context.fillStyle = theme.background;
      context.fillRect(from + 4, top + height / 2 - 8, wide, 16);
      context.fillStyle = theme.muted;
      context.textBaseline = 'middle';
      context.fillText(label, from + 8, top + height / 2);
    }
    context.restore();
  }
}
