import { ticks, timeText } from '../../../src/picture/axis.ts';
import { PixelCounts } from '../model/density.ts';
import { REACH } from '../model/hit.ts';
import { AXIS_HEIGHT, type LaneBox, type Stretch } from '../model/layout.ts';
import { pixelAt, type Span } from '../../../src/picture/span.ts';
import type { Lane } from '../model/lane.ts';
import type { Timeline } from '../model/timeline.ts';
import { paintBands } from './paintBands.ts';
import { paintLinks } from './paintLinks.ts';
import { type Canvas, type LaneCounts, paintObserved, paintPins } from './paintLane.ts';

/** What the frame showed, for labels and tests: the exact count of each lane shown, by lane number. */
export interface Frame {
  readonly totals: ReadonlyMap<number, number>;
}

/** How many of a lane's entries a span holds. */
function held(lane: Lane | undefined, { start, end }: Span): number {
  return lane ? lane.before(end) - lane.before(start) : 0;
}

/** Pixels between two labels of the axis. */
const LABELS_APART = 12;

/**
 * Paints a picture, or the part of its height that is in sight, whose lanes share one scale; `focused` is the lane to mark, where the
 * keyboard is on the picture.
 */
export class TimelinePainter {
  /** For each place of a lane. */
  readonly #counts: PixelCounts[] = [];

  paint(
    canvas: Canvas,
    timeline: Timeline,
    boxes: readonly LaneBox[],
    height: number,
    focused: number | null,
    seen: Stretch,
  ): Frame {
    const { context, width, theme } = canvas;
    const isSeen = ({ top, height: own }: LaneBox): boolean => top < seen.bottom && top + own > seen.top;
    const inSight = boxes.filter(isSeen);
    context.save();
    context.beginPath();
    context.rect(0, seen.top, width, seen.bottom - seen.top);
    context.clip();
    context.fillStyle = theme.background;
    context.fillRect(0, seen.top, width, seen.bottom - seen.top);
    this.#range(canvas, timeline, height);
    this.#grid(canvas, timeline, inSight, height);
    for (const box of inSight) paintBands(canvas, timeline, box);
    const counted = boxes.map((box, i) =>
      isSeen(box) ? this.#count(canvas, timeline.lanes[box.lane], i) : undefined,
    );
    let most = 1;
    for (const each of counted)
      for (let x = 0; each && x < width; x++) most = Math.max(most, each.counts[x] ?? 0);
    boxes.forEach((box, i) => {
      const lane = timeline.lanes[box.lane];
      const laneCounts = counted[i];
      if (!lane || !laneCounts) return;
      const share = timeline.pinsOf(lane).length > 0 ? 0.5 : 0.85;
      const barHeight = Math.floor(box.height * share);
      const band = { top: box.top + box.height - barHeight - 1, height: barHeight };
      paintObserved(canvas, timeline, box, laneCounts, most, band);
    });
    this.#selection(canvas, timeline, boxes);
    paintLinks(canvas, timeline, boxes);
    for (const box of inSight) paintPins(canvas, timeline, box);
    const focusedBox = boxes.find((box) => box.lane === focused);
    if (focusedBox) {
      context.strokeStyle = theme.focus;
      context.lineWidth = theme.highContrast ? 2 : 1;
      context.strokeRect(0.5, focusedBox.top + 0.5, width - 1, focusedBox.height - 1);
    }
    context.restore();
    const totalOf = ({ lane }: LaneBox, i: number): number =>
      counted[i]?.total ?? held(timeline.lanes[lane], canvas.span);
    return { totals: new Map(boxes.map((box, i) => [box.lane, totalOf(box, i)])) };
  }

  #count({ span, width }: Canvas, lane: Lane | undefined, slot: number): LaneCounts {
    const pixels = (this.#counts[slot] ??= new PixelCounts());
    const total = lane ? pixels.count(lane, span, width) : 0;
    if (!lane) pixels.counts.fill(0);
    return { counts: pixels.counts, total };
  }

  #grid(
    { context, width, span, theme }: Canvas,
    timeline: Timeline,
    boxes: readonly LaneBox[],
    height: number,
  ): void {
    context.font = theme.font;
    context.textBaseline = 'middle';
    context.lineWidth = 1;
    context.strokeStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 1 : 0.5;
    context.beginPath();
    const shown = ticks(span, width, timeline.zone);
    for (const tick of shown) {
      const x = Math.round(pixelAt(span, width, tick.time)) + 0.5;
      context.moveTo(x, AXIS_HEIGHT - 5);
      context.lineTo(x, theme.highContrast ? AXIS_HEIGHT : height);
    }
    for (const box of boxes) {
      context.moveTo(0, box.top + 0.5);
      context.lineTo(width, box.top + 0.5);
    }
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = theme.foreground;
    // Where no tick says the day, the left end does.
    const day = timeText(span.start, timeline.zone).slice(0, 10);
    let free = 0;
    if (shown.every(({ label }) => !label.includes('-'))) {
      context.fillText(day, 4, AXIS_HEIGHT / 2 - 2);
      free = context.measureText(day).width + 12;
    }
    for (const tick of shown) {
      const x = pixelAt(span, width, tick.time);
      const half = context.measureText(tick.label).width / 2;
      if (x - half < free || x + half > width) continue;
      context.fillText(tick.label, x - half, AXIS_HEIGHT / 2 - 2);
      free = x + half + LABELS_APART;
    }
  }

  #range({ context, width, span, theme }: Canvas, timeline: Timeline, height: number): void {
    if (!timeline.range) return;
    const from = pixelAt(span, width, timeline.range.start);
    const to = pixelAt(span, width, timeline.range.end);
    context.save();
    // Selections of high contrast are as dark as what is drawn on them.
    if (theme.highContrast) context.globalAlpha = 0.2;
    context.fillStyle = theme.range;
    context.fillRect(from, AXIS_HEIGHT, to - from, height - AXIS_HEIGHT);
    context.restore();
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    context.strokeRect(from + 0.5, AXIS_HEIGHT + 0.5, Math.max(1, to - from - 1), height - AXIS_HEIGHT - 1);
  }

  #selection({ context, width, span, theme }: Canvas, timeline: Timeline, boxes: readonly LaneBox[]): void {
    const { selection } = timeline;
    const time = timeline.selectedTime();
    if (!selection || time === null) return;
    const x = pixelAt(span, width, time);
    context.strokeStyle = theme.selection;
    context.lineWidth = 2;
    const pin =
      selection.kind === 'pin' ? timeline.curated.pins.find((p) => p.id === selection.id) : undefined;
    const box = boxes.find((candidate) =>
      selection.kind === 'pin'
        ? timeline.lanes[candidate.lane]?.key === pin?.keys[timeline.mode]
        : candidate.lane === selection.lane,
    );
    if (!box) return;
    const last =
      selection.kind === 'stretch'
        ? (timeline.lanes[selection.lane]?.timeAt(selection.to - 1) ?? time)
        : time;
    const to = pixelAt(span, width, last);
    context.strokeRect(x - REACH - 2, box.top + 2, Math.max(0, to - x) + 2 * REACH + 4, box.height - 4);
  }
}
