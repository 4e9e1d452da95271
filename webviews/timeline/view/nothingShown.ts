import { button, element } from '../../shared/dom.ts';
import { isFiltering } from '../model/filter.ts';
import type { Timeline } from '../model/timeline.ts';

/** Says over an empty picture why it is empty, and offers the way out. */
export class NothingShown {
  readonly root = element('div', { class: 'nothing', attributes: { role: 'status' } });
  readonly #timeline: Timeline;
  readonly #clearFilter: () => void;
  #shown = '';

  constructor(timeline: Timeline, clearFilter: () => void) {
    this.#timeline = timeline;
    this.#clearFilter = clearFilter;
  }

  update(): void {
    const why = this.#why();
    if (why === this.#shown) return;
    this.#shown = why;
    this.root.replaceChildren(
      ...(why === 'filter'
        ? [
            element('p', {}, 'No event with a time passes the filter.'),
            button('Clear Filter', this.#clearFilter),
          ]
        : why === 'lanes'
          ? [
              element('p', {}, 'All lanes are hidden.'),
              button('All Lanes', () => this.#timeline.arrange((order) => order.showAll())),
            ]
          : []),
    );
  }

  #why(): 'filter' | 'lanes' | '' {
    const timeline = this.#timeline;
    if (isFiltering(timeline.filter) && timeline.passing === 0 && timeline.curated.pins.length === 0)
      return 'filter';
    return timeline.order.hidden > 0 && timeline.shownLanes().length === 0 ? 'lanes' : '';
  }
}
