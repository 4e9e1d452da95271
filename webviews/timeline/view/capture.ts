import { unturned } from '../../../src/base/visible.ts';
import { formatCount } from '../../../src/base/counts.ts';
import type { Theme } from '../draw/theme.ts';
import type { Frame } from '../draw/paintTimeline.ts';
import type { LaneBox } from '../model/layout.ts';
import type { Timeline } from '../model/timeline.ts';

const NAMES = 200;
const GAP = 4;

/** What is on screen as a PNG: the names of the lanes with the counts of the active window, and each window's canvas. */
export async function capturePng(
  timeline: Timeline,
  canvases: readonly HTMLCanvasElement[],
  shown: { readonly frame: Frame; readonly boxes: readonly LaneBox[] },
  theme: Theme,
): Promise<Uint8Array | null> {
  const ratio = window.devicePixelRatio;
  const page = document.createElement('canvas');
  page.width = canvases.reduce((width, canvas) => width + canvas.width + GAP * ratio, NAMES * ratio);
  page.height = canvases.reduce((height, canvas) => Math.max(height, canvas.height), 0);
  const context = page.getContext('2d', { alpha: false });
  if (!context) return null;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, page.width, page.height);
  let x = NAMES * ratio;
  for (const canvas of canvases) {
    context.drawImage(canvas, x, 0);
    x += canvas.width + GAP * ratio;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = theme.font;
  context.textBaseline = 'middle';
  for (const { lane, top, height } of shown.boxes) {
    const middle = top + height / 2;
    const count = formatCount(shown.frame.totals.get(lane) ?? 0);
    const width = context.measureText(count).width;
    context.fillStyle = theme.line;
    context.fillRect(0, top, NAMES, 1);
    context.fillStyle = theme.foreground;
    context.fillText(unturned(timeline.lanes[lane]?.name ?? ''), 12, middle, NAMES - width - 28);
    context.fillStyle = theme.muted;
    context.fillText(count, NAMES - width - 8, middle);
  }
  const blob = await new Promise<Blob | null>((done) => page.toBlob(done));
  return blob && new Uint8Array(await blob.arrayBuffer());
}
