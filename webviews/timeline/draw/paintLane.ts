import { unturned } from '../../../src/base/visible.ts';
import { NO_RULE } from '../../../src/domain/observed.ts';
import type { Severity } from '../../../src/domain/timelineEvent.ts';
import { placeLabels } from '../../../src/picture/labels.ts';
import type { Lane } from '../model/lane.ts';
import type { LaneBox } from '../model/layout.ts';
import { pixelAt, type Span } from '../../../src/picture/span.ts';
import type { Timeline } from '../model/timeline.ts';
import { addMark } from './marks.ts';
import type { Theme } from './theme.ts';

export interface Canvas {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  /** What it shows. */
  readonly span: Span;
  readonly theme: Theme;
}

/** Below this many events a pixel (on average) a lane shows each event as its own mark. */
const MARKS_A_PIXEL = 1 / 16;
const MARK_RADIUS = 4;
const PIN_RADIUS = 6;
/** Where the middle of a pin is, from the top of its lane. */
export const PIN_MIDDLE = PIN_RADIUS + 4;
/** Where a lane shows no more than this many events, each says what it is. */
const LABELLED_MARKS = 24;
const LABEL_ROW = 15;
const LONGEST_LABEL = { least: 220, most: 360 };
const SEVERITIES: readonly Severity[] = ['informational', 'low', 'medium', 'high'];

/** Counts of one lane for a frame; `total` is what the span holds. */
export interface LaneCounts {
  readonly counts: Uint32Array;
  readonly total: number;
}

/** The observed layer of a lane: bars whose height is the logarithm of the count, or marks where there is room. */
export function paintObserved(
  canvas: Canvas,
  timeline: Timeline,
  box: LaneBox,
  { counts, total }: LaneCounts,
  most: number,
  band: { readonly top: number; readonly height: number },
): void {
  const lane = timeline.lanes[box.lane];
  if (!lane || total === 0) return;
  if (total <= canvas.width * MARKS_A_PIXEL) paintMarks(canvas, timeline, lane, band);
  else paintBars(canvas, lane, counts, most, band);
}

function paintBars(
  { context, width, theme }: Canvas,
  lane: Lane,
  counts: Uint32Array,
  most: number,
  band: { readonly top: number; readonly height: number },
): void {
  const bottom = band.top + band.height;
  const scale = (band.height - 2) / Math.log1p(most);
  context.beginPath();
  for (let x = 0; x < width; x++) {
    const count = counts[x] ?? 0;
    if (count === 0) continue;
    let run = x + 1;
    while (run < width && counts[run] === count) run++;
    const height = 2 + Math.log1p(count) * scale;
    context.rect(x, bottom - height, run - x, height);
    x = run - 1;
  }
  context.fillStyle = lane.key === '' ? theme.unmapped : theme.density;
  context.fill();
}

function paintMarks(
  canvas: Canvas,
  timeline: Timeline,
  lane: Lane,
  band: { readonly top: number; readonly height: number },
): void {
  const { context, width, span, theme } = canvas;
  const { events } = timeline;
  const from = lane.before(span.start);
  const to = lane.before(span.end);
  const y = band.top + band.height - MARK_RADIUS - 3;
  const paths = new Map<Severity, Path2D>();
  for (let i = from; i < to; i++) {
    const number = events?.rule[lane.eventAt(i)] ?? NO_RULE;
    const severity = events?.rules[number]?.severity ?? 'informational';
    const path = paths.get(severity) ?? new Path2D();
    paths.set(severity, path);
    addMark(path, severity, pixelAt(span, width, lane.timeAt(i)), y, MARK_RADIUS);
  }
  for (const severity of SEVERITIES) {
    const path = paths.get(severity);
    if (!path) continue;
    context.fillStyle = lane.key === '' ? theme.unmapped : theme.severity[severity];
    context.fill(path);
  }
  if (to - from <= LABELLED_MARKS && band.height >= 2 * LABEL_ROW)
    paintLabels(
      canvas,
      Array.from({ length: to - from }, (_, i) => ({
        x: pixelAt(span, width, lane.timeAt(from + i)),
        text: timeline.ruleAt(lane, from + i)?.title ?? timeline.tableAt(lane, from + i),
      })),
      { y, rows: 1, offset: MARK_RADIUS + 4, colour: theme.muted },
    );
}

/** The curated layer of a lane: a larger mark each, outlined, with its title where there is room. */
export function paintPins(canvas: Canvas, timeline: Timeline, box: LaneBox): void {
  const lane = timeline.lanes[box.lane];
  if (!lane) return;
  const { context, width, span, theme } = canvas;
  const shown = timeline
    .pinsOf(lane)
    .filter((pin) => pin.time >= span.start && pin.time < span.end)
    .map((pin) => ({ pin, x: pixelAt(span, width, pin.time) }));
  if (shown.length === 0) return;
  const y = box.top + Math.min(PIN_MIDDLE, box.height / 2);
  context.fillStyle = theme.muted;
  for (const { pin, x } of shown)
    if (pin.end > pin.time) context.fillRect(x, y - 1, Math.max(1, pixelAt(span, width, pin.end) - x), 3);
  for (const { pin, x } of shown) {
    const path = new Path2D();
    addMark(path, pin.severity, x, y, PIN_RADIUS);
    context.fillStyle = theme.severity[pin.severity];
    context.fill(path);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1.5;
    context.stroke(path);
  }
  paintLabels(
    canvas,
    shown.map(({ pin, x }) => ({ x, text: pin.title })),
    {
      y,
      rows: Math.max(1, Math.floor((box.height - 8) / LABEL_ROW)),
      offset: PIN_RADIUS + 4,
      colour: theme.foreground,
    },
  );
}

/** Labels beside their marks, from the row at `y` down; those that find no place are left out. */
function paintLabels(
  { context, width, theme }: Canvas,
  labels: readonly { readonly x: number; readonly text: string }[],
  { y, rows, offset, colour }: { y: number; rows: number; offset: number; colour: string },
): void {
  context.font = theme.font;
  context.textBaseline = 'middle';
  const { least, most } = LONGEST_LABEL;
  const longest = Math.round(Math.min(most, Math.max(least, width / 3)));
  const texts = labels.map(({ text }) => clipped(context, unturned(text), longest));
  const wishes = labels.map(({ x }, i) => ({ x, width: texts[i]?.width ?? 0 }));
  placeLabels(wishes, rows, offset, width).forEach((place, i) => {
    if (!place) return;
    const at = y + place.row * LABEL_ROW;
    context.fillStyle = theme.background;
    context.globalAlpha = 0.8;
    context.fillRect(place.x - 2, at - LABEL_ROW / 2, (texts[i]?.width ?? 0) + 4, LABEL_ROW);
    context.globalAlpha = 1;
    context.fillStyle = colour;
    context.fillText(texts[i]?.text ?? '', place.x, at);
  });
}

const widths = new Map<string, { text: string; width: number }>();

/** Text cut to `longest` pixels, measured once. */
function clipped(
  context: CanvasRenderingContext2D,
  title: string,
  longest: number,
): { text: string; width: number } {
  const key = `${longest} ${context.font} ${title}`;
  const known = widths.get(key);
  if (known) return known;
  const fits = (candidate: string): boolean => context.measureText(candidate).width <= longest;
  // The domains of accounts give way before the words after them do.
  let text = fits(title) ? title : title.replace(/(?<=\S)@[\w-]+(?:\.[\w-]+)+/g, '');
  while (text.length > 1 && !fits(text)) text = `${text.slice(0, Math.floor(text.length * 0.85) - 1)}…`;
  const measured = { text, width: Math.ceil(context.measureText(text).width) };
  if (widths.size > 5000) widths.clear();
  widths.set(key, measured);
  return measured;
}
