import type { DrawnLane, Drawing } from '../domain/drawing.ts';
import type { Severity } from '../domain/timelineEvent.ts';
import { unturned } from '../base/visible.ts';
import type { Span } from '../domain/span.ts';
import { ticks } from './axis.ts';
import { placeLabels } from './labels.ts';
import { pixelAt } from './span.ts';

export type Ink = 'text' | 'muted' | 'line' | 'bar' | 'gap' | Severity;

/** What a drawing is made of, in pixels; later ones cover earlier ones. */
export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
    }
  | {
      readonly kind: 'polygon';
      readonly points: readonly (readonly [number, number])[];
      readonly ink: Ink;
      readonly title: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly ink: Ink;
    };

export interface LaidOut {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Of the one face that pictures are lettered in. */
export const LETTER = { width: 6, height: 8 };

const MARGIN = 12;
const NAMES = 200;
const LANE = 56;
const LINE = 16;
const RADIUS = 5;
const LONGEST_LABEL = 44;

/** Lays out a drawing `width` pixels wide. */
export function layOutDrawing(drawing: Drawing, width: number): LaidOut {
  const shapes: Shape[] = [];
  const plot = { left: MARGIN + NAMES, width: width - 2 * MARGIN - NAMES };
  const text = (x: number, y: number, words: string, ink: Ink = 'text'): void => {
    shapes.push({ kind: 'text', x, y, text: words, ink });
  };
  const room = Math.floor((width - 2 * MARGIN) / LETTER.width);
  let y = MARGIN;
  for (const line of [drawing.title, ...drawing.heading].flatMap((words) => wrapped(words, room))) {
    text(MARGIN, y, line, y === MARGIN ? 'text' : 'muted');
    y += LINE;
  }
  y += LINE;
  const top = y;
  const bottom = top + drawing.lanes.length * LANE;
  shapes.push({ kind: 'rect', x: MARGIN, y: bottom, width: width - 2 * MARGIN, height: 1, ink: 'line' });
  for (const tick of ticks(drawing.span, plot.width, drawing.zone)) {
    const x = plot.left + pixelAt(drawing.span, plot.width, tick.time);
    shapes.push({ kind: 'rect', x, y: top, width: 1, height: bottom - top + 4, ink: 'line' });
    const start = x - (tick.label.length * LETTER.width) / 2;
    if (start >= MARGIN && start + tick.label.length * LETTER.width <= width)
      text(start, bottom + 8, tick.label, 'muted');
  }
  drawing.lanes.forEach((lane, i) => {
    drawLane(shapes, lane, drawing.span, plot, top + i * LANE);
  });
  y = bottom + 2 * LINE;
  for (const line of drawing.remarks.flatMap((words) => wrapped(words, room))) {
    text(MARGIN, y, line, 'muted');
    y += LINE;
  }
  return { width, height: Math.ceil(y + MARGIN), shapes };
}

function drawLane(
  shapes: Shape[],
  lane: DrawnLane,
  span: Span,
  plot: { readonly left: number; readonly width: number },
  top: number,
): void {
  shapes.push({
    kind: 'rect',
    x: MARGIN,
    y: top,
    width: plot.left + plot.width - MARGIN,
    height: 1,
    ink: 'line',
  });
  const names = Math.floor((NAMES - MARGIN) / LETTER.width);
  shapes.push({ kind: 'text', x: MARGIN, y: top + 14, text: clipped(lane.name, names), ink: 'text' });
  shapes.push({ kind: 'text', x: MARGIN, y: top + 30, text: String(lane.total), ink: 'muted' });
  const at = (time: number): number =>
    plot.left + Math.min(Math.max(pixelAt(span, plot.width, time), 0), plot.width);
  for (const { start, end } of lane.notObserved) {
    const x = at(start);
    const width = at(end) - x;
    if (width <= 0) continue;
    shapes.push({ kind: 'rect', x, y: top + 1, width, height: LANE - 1, ink: 'gap' });
    const label = 'not observed';
    if (width > label.length * LETTER.width + 8)
      shapes.push({ kind: 'text', x: x + 4, y: top + LANE - 12, text: label, ink: 'muted' });
  }
  const most = lane.bars.reduce((highest, count) => Math.max(highest, count), 1);
  const each = plot.width / Math.max(1, lane.bars.length);
  lane.bars.forEach((count, i) => {
    if (count === 0) return;
    const height = 2 + (Math.log1p(count) / Math.log1p(most)) * (LANE - 26);
    shapes.push({
      kind: 'rect',
      x: plot.left + i * each,
      y: top + LANE - 2 - height,
      width: each,
      height,
      ink: 'bar',
    });
  });
  const middle = top + RADIUS + 7;
  for (const { time, severity, label } of lane.marks)
    shapes.push({
      kind: 'polygon',
      points: outline(severity, at(time), middle),
      ink: severity,
      title: label,
    });
  const texts = lane.marks.map(({ label }) => clipped(unturned(label), LONGEST_LABEL));
  const wishes = lane.marks.map(({ time }, i) => ({
    x: at(time) - plot.left,
    width: (texts[i]?.length ?? 0) * LETTER.width,
  }));
  const rows = lane.bars.some((count) => count > 0) ? 2 : 3;
  placeLabels(wishes, rows, RADIUS + 4, plot.width).forEach((place, i) => {
    if (!place || texts[i] === '') return;
    const y = middle - LETTER.height / 2 + place.row * LINE;
    shapes.push({ kind: 'text', x: plot.left + place.x, y, text: texts[i] ?? '', ink: 'text' });
  });
}

/** The shape that stands for a severity, so that colour is not the only sign. */
function outline(severity: Severity, x: number, y: number): [number, number][] {
  const r = RADIUS;
  switch (severity) {
    case 'high':
      return [
        [x, y - r],
        [x + r, y + r * 0.8],
        [x - r, y + r * 0.8],
      ];
    case 'medium':
      return [
        [x, y - r],
        [x + r, y],
        [x, y + r],
        [x - r, y],
      ];
    case 'low':
      return Array.from({ length: 12 }, (_, i) => [
        x + r * 0.85 * Math.cos((i * Math.PI) / 6),
        y + r * 0.85 * Math.sin((i * Math.PI) / 6),
      ]);
    case 'informational':
      return [
        [x - r * 0.7, y - r * 0.7],
        [x + r * 0.7, y - r * 0.7],
        [x + r * 0.7, y + r * 0.7],
        [x - r * 0.7, y + r * 0.7],
      ];
  }
}

function clipped(text: string, letters: number): string {
  const characters = Array.from(text);
  return characters.length <= letters ? text : `${characters.slice(0, Math.max(0, letters - 1)).join('')}…`;
}

/** Lines of at most `letters`, broken between words where there are any. */
function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of unturned(text).split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    if (line.length <= letters) continue;
    // Between whole letters, also those of two units.
    const all = Array.from(line);
    while (all.length > letters) lines.push(all.splice(0, letters).join(''));
    line = all.join('');
  }
  return [...lines, line];
}
