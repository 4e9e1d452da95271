import { element } from '../../shared/dom.ts';
import { PixelCounts } from '../model/density.ts';
import { fitted, length, pixelAt, type Span, timeAt } from '../../../src/picture/span.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Theme } from '../draw/theme.ts';

const HEIGHT = 44;
const EDGE = 6;

/** The strip with all of the case's time, and the brush over what the picture shows. */
export class Overview {
  readonly root: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #timeline: Timeline;
  /** By lane. */
  readonly #counts: PixelCounts[] = [];
  #bars: { readonly key: string; readonly path: Path2D } | null = null;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#canvas = element('canvas', {
      attributes: {
        tabindex: '0',
        role: 'application',
        'aria-label':
          'All of the case; the marked part is shown above. Left and right move it, with Shift they move its end, Home and End go to an end of the case',
      },
    });
    this.root = element('div', { class: 'overview' }, this.#canvas);
    this.#canvas.addEventListener('pointerdown', (event) => this.#press(event));
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  get #whole(): Span | null {
    return this.#timeline.extent && fitted(this.#timeline.extent);
  }

  /** Under the pictures, whatever is beside them: names of lanes, a scroll bar. */
  alignWith(pictures: HTMLElement): void {
    const whole = this.root.parentElement?.getBoundingClientRect();
    if (!whole) return;
    const { left, right } = pictures.getBoundingClientRect();
    const [before, after] = [left - whole.left, whole.right - right].map((each) => `${Math.round(each)}px`);
    if (before === undefined || after === undefined) return;
    if (this.root.style.marginLeft !== before) this.root.style.marginLeft = before;
    if (this.root.style.marginRight !== after) this.root.style.marginRight = after;
  }

  paint(theme: Theme): void {
    const whole = this.#whole;
    const width = this.root.clientWidth;
    const ratio = window.devicePixelRatio;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!whole || !context || width === 0) return;
    const pixels = Math.round(width * ratio);
    if (this.#canvas.width !== pixels) {
      this.#canvas.width = pixels;
      this.#canvas.height = Math.round(HEIGHT * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, width, HEIGHT);
    context.fillStyle = theme.density;
    context.fill(this.#barsOf(whole, width));
    context.fillStyle = theme.selection;
    for (const pin of this.#timeline.curated.pins)
      context.fillRect(pixelAt(whole, width, pin.time) - 1, 2, 2, 8);
    const [from, to] = this.#brush(whole, width);
    context.fillStyle = theme.background;
    context.globalAlpha = 0.6;
    context.fillRect(0, 0, from, HEIGHT);
    context.fillRect(to, 0, width - to, HEIGHT);
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = theme.foreground;
    for (const { span } of this.#timeline.windows.all) {
      const start = Math.max(0, pixelAt(whole, width, span.start));
      const end = Math.min(width, pixelAt(whole, width, span.end));
      context.strokeRect(start + 0.5, 2.5, Math.max(2, end - start - 1), HEIGHT - 5);
    }
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(from + 1, 1, Math.max(2, to - from - 2), HEIGHT - 2);
  }

  /** Drawn anew only when the events or the width change. */
  #barsOf(whole: Span, width: number): Path2D {
    const { lanes, events } = this.#timeline;
    const key = `${events?.handle ?? 0} ${events?.count ?? 0} ${this.#timeline.passing} ${JSON.stringify([...this.#timeline.filter.keys].map(([facet, keys]) => [facet, ...keys]))} ${this.#timeline.filter.text} ${width} ${whole.start} ${whole.end}`;
    if (this.#bars?.key === key) return this.#bars.path;
    const sum = new Uint32Array(width);
    lanes.forEach((lane, i) => {
      const pixels = (this.#counts[i] ??= new PixelCounts());
      if (pixels.count(lane, whole, width) === 0) return;
      const { counts } = pixels;
      for (let x = 0; x < width; x++) sum[x] = (sum[x] ?? 0) + (counts[x] ?? 0);
    });
    let most = 1;
    for (const count of sum) most = Math.max(most, count);
    const path = new Path2D();
    sum.forEach((count, x) => {
      if (count === 0) return;
      const height = 2 + (Math.log1p(count) / Math.log1p(most)) * (HEIGHT - 14);
      path.rect(x, HEIGHT - height, 1, height);
    });
    this.#bars = { key, path };
    return path;
  }

  #brush(whole: Span, width: number): [number, number] {
    const { span } = this.#timeline;
    return [Math.max(0, pixelAt(whole, width, span.start)), Math.min(width, pixelAt(whole, width, span.end))];
  }

  #key(event: KeyboardEvent): void {
    const whole = this.#whole;
    if (!whole || event.ctrlKey || event.metaKey || event.altKey) return;
    const { span } = this.#timeline;
    const step = length(span) * 0.1;
    const sign = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (sign !== 0 && event.shiftKey) this.#timeline.zoom(span.start, 1 + sign * 0.1);
    else if (sign !== 0) this.#timeline.pan(sign * step);
    else if (event.key === 'Home') this.#timeline.pan(whole.start - span.start);
    else if (event.key === 'End') this.#timeline.pan(whole.end - span.end);
    else return;
    event.preventDefault();
  }

  /** Inside the brush a press moves it, at an edge it resizes, outside it marks a new one. */
  #press(event: PointerEvent): void {
    const whole = this.#whole;
    if (event.button !== 0 || !whole) return;
    const width = this.root.clientWidth;
    const { span } = this.#timeline;
    const [from, to] = this.#brush(whole, width);
    const x = event.offsetX;
    const start = timeAt(whole, width, x);
    const grip =
      Math.abs(x - from) <= EDGE
        ? 'start'
        : Math.abs(x - to) <= EDGE
          ? 'end'
          : x > from && x < to
            ? 'all'
            : 'new';
    this.#canvas.setPointerCapture(event.pointerId);
    const done = new AbortController();
    const { signal } = done;
    const move = (next: PointerEvent): void => {
      const time = timeAt(whole, width, next.offsetX);
      if (grip === 'all') {
        this.#timeline.look(span);
        this.#timeline.pan(time - start);
        return;
      }
      const fixed = grip === 'start' ? span.end : grip === 'end' ? span.start : start;
      if (Math.abs(time - fixed) >= 1)
        this.#timeline.look({ start: Math.min(time, fixed), end: Math.max(time, fixed) });
    };
    const end = (last: PointerEvent): void => {
      done.abort();
      if (grip === 'new' && Math.abs(last.offsetX - x) < EDGE)
        this.#timeline.pan(start - (span.start + span.end) / 2);
    };
    this.#canvas.addEventListener('pointermove', move, { signal });
    this.#canvas.addEventListener('pointerup', end, { signal });
    this.#canvas.addEventListener('pointercancel', () => done.abort(), { signal });
  }
}
