import { element, signButton } from '../../shared/dom.ts';
import { durationText, timeText } from '../../../src/picture/axis.ts';
import { length } from '../../../src/picture/span.ts';
import type { Frame } from '../draw/paintTimeline.ts';
import type { Theme } from '../draw/theme.ts';
import type { LaneBox } from '../model/layout.ts';
import type { Selection, Timeline } from '../model/timeline.ts';
import type { TimeWindow } from '../model/windows.ts';
import { Picture } from './picture.ts';

export interface PicturesActions {
  readonly open: (selection: Selection) => void;
  /** `at` is from the upper left corner of all lanes, in pixels. */
  readonly hover: (selection: Selection | null, at: { readonly x: number; readonly y: number }) => void;
  readonly moved: () => void;
  readonly marked: () => void;
  readonly key: (event: KeyboardEvent) => void;
  /** The active window was painted. */
  readonly painted: (frame: Frame, boxes: readonly LaneBox[]) => void;
}

interface Shown {
  readonly picture: Picture;
  readonly heading: HTMLElement;
  readonly title: HTMLElement;
}

/** A picture for each window, side by side over the same lanes, and above them what each shows where there are several. */
export class Pictures {
  readonly root = element('div', { class: 'pictures' });
  readonly headings = element('div', { class: 'window-headings' });
  readonly #timeline: Timeline;
  readonly #actions: PicturesActions;
  readonly #shown = new Map<TimeWindow, Shown>();

  constructor(timeline: Timeline, actions: PicturesActions) {
    this.#timeline = timeline;
    this.#actions = actions;
    this.#arrange();
  }

  get active(): Picture {
    return this.#of(this.#timeline.windows.active).picture;
  }

  /** From left to right. */
  get all(): readonly Picture[] {
    return this.#timeline.windows.all.map((window) => this.#of(window).picture);
  }

  get theme(): Theme {
    return this.active.theme;
  }

  refresh(): void {
    this.#arrange();
    for (const picture of this.all) picture.refresh();
  }

  #of(window: TimeWindow): Shown {
    const known = this.#shown.get(window);
    if (known) return known;
    const { open, hover, moved, marked, painted, key } = this.#actions;
    const picture = new Picture(this.#timeline, window, {
      open,
      hover: (selection, at) => hover(selection, { x: picture.root.offsetLeft + at.x, y: at.y }),
      moved,
      marked,
      painted: (frame, boxes) => {
        if (this.#timeline.windows.active === window) painted(frame, boxes);
      },
    });
    picture.canvas.addEventListener('keydown', key);
    const title = element('span');
    const heading = element(
      'div',
      { class: 'window-heading' },
      title,
      signButton('×', 'Close window', () => this.#close(window)),
    );
    const shown = { picture, heading, title };
    this.#shown.set(window, shown);
    return shown;
  }

  #close(window: TimeWindow): void {
    this.#timeline.closeWindow(window);
    this.active.canvas.focus();
  }

  /** Makes the elements those of the windows there are. */
  #arrange(): void {
    const { all, active } = this.#timeline.windows;
    const { zone } = this.#timeline;
    for (const [window, { picture, heading }] of this.#shown)
      if (!all.includes(window)) {
        picture.remove();
        heading.remove();
        this.#shown.delete(window);
      }
    all.forEach((window, i) => {
      const { picture, heading, title } = this.#of(window);
      if (this.root.children[i] !== picture.root)
        this.root.insertBefore(picture.root, this.root.children[i] ?? null);
      if (this.headings.children[i] !== heading)
        this.headings.insertBefore(heading, this.headings.children[i] ?? null);
      const isActive = window === active && all.length > 1;
      heading.classList.toggle('active', isActive);
      heading.ariaCurrent = String(isActive);
      const { start, end } = window.span;
      const [from, to] = [timeText(start, zone).slice(0, 19), timeText(end, zone).slice(0, 19)];
      const long = durationText(length(window.span));
      title.textContent = `${from.slice(5)} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to.slice(5)} (${long})`;
      title.title = `${from} – ${to} (${long})`;
    });
    this.headings.hidden = all.length === 1;
  }
}
