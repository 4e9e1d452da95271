import { element } from '../../shared/dom.ts';
import type { Selection, Timeline } from '../model/timeline.ts';
import { eventList } from './eventList.ts';

/** The list of the events that the picture shows, filled only while it is seen. */
export class ListSection {
  readonly root = element('section', { class: 'list', attributes: { 'aria-label': 'Events as a list' } });
  readonly #timeline: Timeline;
  readonly #open: (selection: Selection) => void;
  /** What the list was made of. */
  #filledFor: readonly unknown[] = [];

  constructor(timeline: Timeline, open: (selection: Selection) => void) {
    this.#timeline = timeline;
    this.#open = open;
    this.root.hidden = true;
  }

  show(shown: boolean): void {
    this.root.hidden = !shown;
    this.update();
  }

  update(): void {
    if (this.root.hidden) return;
    const { span, zone, curated, events, mode, filter, passing, gaps } = this.#timeline;
    const lanes = this.#timeline.shownLanes().join(' ');
    const now = [span.start, span.end, zone, curated, events, mode, filter, passing, gaps, lanes];
    if (now.every((value, i) => value === this.#filledFor[i])) return;
    this.#filledFor = now;
    const open = new Set(this.#lanes().flatMap((lane) => (lane.open ? [lane.dataset['lane']] : [])));
    const focused = this.#lanes().find((lane) => lane.contains(document.activeElement))?.dataset['lane'];
    this.root.replaceChildren(...eventList(this.#timeline, this.#open));
    for (const lane of this.#lanes()) {
      lane.open = open.has(lane.dataset['lane']);
      if (focused !== undefined && lane.dataset['lane'] === focused) lane.querySelector('summary')?.focus();
    }
  }

  #lanes(): readonly HTMLDetailsElement[] {
    return [...this.root.querySelectorAll<HTMLDetailsElement>('details[data-lane]')];
  }
}
