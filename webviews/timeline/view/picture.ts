import { element } from '../../shared/dom.ts';
import { type Frame, TimelinePainter } from '../draw/paintTimeline.ts';
import { readTheme, type Theme } from '../draw/theme.ts';
import { hit } from '../model/hit.ts';
import { AXIS_HEIGHT, laneAt, type LaneBox, layOut, type Stretch } from '../model/layout.ts';
import { timeAt } from '../../../src/picture/span.ts';
import type { Selection, Timeline } from '../model/timeline.ts';
import type { TimeWindow } from '../model/windows.ts';

export interface PictureActions {
  readonly open: (selection: Selection) => void;
  readonly hover: (selection: Selection | null, at: { readonly x: number; readonly y: number }) => void;
  /** What is under the pointer is no longer what it was. */
  readonly moved: () => void;
  /** A stretch of time was marked, or the mark was taken away. */
  readonly marked: () => void;
  readonly painted: (frame: Frame, boxes: readonly LaneBox[]) => void;
}

const WHEEL_FACTOR = 1.0015;
/** What is painted above and below what is in sight, so that a scroll comes to no edge before the next frame. CSS pixels. */
const BEYOND = 200;
/** A press that moved less than this is a click. */
const CLICK_REACH = 4;

/** The canvas of one window with its lanes: draws on the next frame when told that something changed, and turns gestures into changes. */
export class Picture {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly #timeline: Timeline;
  readonly #window: TimeWindow;
  readonly #actions: PictureActions;
  readonly #painter = new TimelinePainter();
  #theme: Theme | null = null;
  #boxes: readonly LaneBox[] = [];
  #frame = 0;
  readonly #resized = new ResizeObserver(() => this.refresh());
  readonly #restyled = new MutationObserver(() => {
    this.#theme = null;
    this.refresh();
  });

  constructor(timeline: Timeline, window: TimeWindow, actions: PictureActions) {
    this.#timeline = timeline;
    this.#window = window;
    this.#actions = actions;
    this.canvas = element('canvas', {
      attributes: {
        tabindex: '0',
        role: 'application',
        'aria-label': 'Timeline of events',
        'aria-describedby': 'keys',
      },
    });
    this.root = element('div', { class: 'picture' }, this.canvas);
    this.canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.canvas.addEventListener('pointerdown', (event) => this.#press(event));
    this.canvas.addEventListener('pointermove', (event) => this.#hover(event));
    this.canvas.addEventListener('pointerleave', () => this.#actions.hover(null, { x: 0, y: 0 }));
    this.canvas.addEventListener('dblclick', (event) => timeline.zoom(this.#timeAt(event.offsetX), 0.25));
    this.canvas.addEventListener('focus', () => timeline.useWindow(window));
    for (const type of ['focus', 'blur'] as const) this.canvas.addEventListener(type, () => this.refresh());
    this.#resized.observe(this.root);
    this.#restyled.observe(document.body, { attributeFilter: ['class', 'style'] });
  }

  get theme(): Theme {
    this.#theme ??= readTheme(this.root);
    return this.#theme;
  }

  get width(): number {
    return this.canvas.clientWidth;
  }

  /** Draws once before the next paint, however often it is called. */
  refresh(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }

  /** @param isWhole also what is scrolled out of sight, for a picture of all lanes */
  paint(isWhole = false): void {
    const scroller = this.root.closest('.scroller');
    const seen = isWhole || !scroller ? undefined : inSight(scroller);
    const { boxes, height } = layOut(this.#timeline.shownLanes(), scroller?.clientHeight ?? 0, (lane) =>
      this.#timeline.order.isCollapsed(this.#timeline.lanes[lane]?.key ?? ''),
    );
    this.#boxes = boxes;
    const ratio = window.devicePixelRatio;
    const width = this.root.clientWidth;
    if (width === 0) return;
    const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (this.canvas.width !== pixels.width || this.canvas.height !== pixels.height) {
      this.canvas.width = pixels.width;
      this.canvas.height = pixels.height;
      this.canvas.style.height = `${height}px`;
    }
    const context = this.canvas.getContext('2d', { alpha: false });
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const focused = document.activeElement === this.canvas ? this.#timeline.focusedLane : null;
    const frame = this.#painter.paint(
      { context, width, span: this.#window.span, theme: this.theme },
      this.#timeline,
      boxes,
      height,
      focused,
      seen ?? { top: 0, bottom: height },
    );
    this.canvas.dataset['start'] = String(this.#window.span.start);
    this.canvas.dataset['end'] = String(this.#window.span.end);
    this.#actions.painted(frame, boxes);
  }

  /** The window was closed. */
  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
    this.#restyled.disconnect();
    this.root.remove();
  }

  #timeAt(x: number): number {
    return timeAt(this.#window.span, this.width, x);
  }

  /** The time under the pointer, or that of an event within reach of it. */
  #snapped(event: PointerEvent): number {
    const found = event.altKey ? null : this.#hit(event);
    const { lanes, curated } = this.#timeline;
    const time =
      found?.kind === 'pin'
        ? curated.pins.find(({ id }) => id === found.id)?.time
        : found && lanes[found.lane]?.timeAt(found.kind === 'event' ? found.at : found.from);
    return time === undefined || time === null || Number.isNaN(time) ? this.#timeAt(event.offsetX) : time;
  }

  #hit(event: PointerEvent): Selection | null {
    const box = laneAt(this.#boxes, event.offsetY);
    return box ? hit(this.#timeline, box, this.#window.span, event.offsetX, this.width) : null;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#timeline.useWindow(this.#window);
    this.#actions.moved();
    const { span } = this.#window;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
      this.#timeline.pan((sideways / this.width) * (span.end - span.start));
    else {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const speed = event.ctrlKey ? 8 : 1;
      this.#timeline.zoom(this.#timeAt(event.offsetX), WHEEL_FACTOR ** (event.deltaY * lines * speed));
    }
  }

  /** A press on a lane drags the picture; with Shift, or on the axis, it marks a range; without moving, it opens. */
  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#timeline.useWindow(this.#window);
    this.canvas.setPointerCapture(event.pointerId);
    const chosen = this.#hit(event);
    const startX = event.offsetX;
    const startTime = this.#snapped(event);
    const { span } = this.#window;
    const marks = event.shiftKey || event.offsetY < AXIS_HEIGHT;
    let moved = false;
    const done = new AbortController();
    const { signal } = done;
    const move = (next: PointerEvent): void => {
      moved ||= Math.abs(next.offsetX - startX) >= CLICK_REACH;
      if (!moved) return;
      this.#actions.moved();
      if (marks) {
        const time = this.#snapped(next);
        if (time !== startTime)
          this.#timeline.setRange({ start: Math.min(startTime, time), end: Math.max(startTime, time) });
      } else {
        this.#timeline.look(span);
        this.#timeline.pan(((startX - next.offsetX) / this.width) * (span.end - span.start));
      }
    };
    const end = (): void => {
      done.abort();
      if (moved) {
        if (marks) this.#actions.marked();
        return;
      }
      if (chosen) this.#actions.open(chosen);
      else {
        const box = laneAt(this.#boxes, event.offsetY);
        if (box) this.#timeline.focusLane(box.lane);
        if (marks) {
          this.#timeline.setRange(null);
          this.#actions.marked();
        }
      }
    };
    this.canvas.addEventListener('pointermove', move, { signal });
    this.canvas.addEventListener('pointerup', end, { signal });
    this.canvas.addEventListener('pointercancel', () => done.abort(), { signal });
  }

  #hover(event: PointerEvent): void {
    if (event.buttons !== 0) return;
    const chosen = this.#hit(event);
    this.canvas.style.cursor = chosen ? 'pointer' : event.offsetY < AXIS_HEIGHT ? 'text' : 'grab';
    this.#actions.hover(chosen, { x: event.offsetX, y: event.offsetY });
  }
}

function inSight({ scrollTop, clientHeight }: Element): Stretch {
  return { top: scrollTop - BEYOND, bottom: scrollTop + clientHeight + BEYOND };
}
