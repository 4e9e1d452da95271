import { counted } from '../../../src/base/counts.ts';
import { button, element } from '../../shared/dom.ts';
import { undatedQuery } from '../model/rangeQuery.ts';
import type { Timeline } from '../model/timeline.ts';

export interface ShelfActions {
  readonly open: (id: string) => void;
  readonly openQuery: (query: string) => void;
}

/** What has no time, beside the picture: nothing here borrows one. Hidden where all have. */
export class UndatedShelf {
  readonly root = element('section', { class: 'shelf', attributes: { 'aria-label': 'Without a time' } });
  readonly #actions: ShelfActions;
  #filledFor = '';

  constructor(actions: ShelfActions) {
    this.#actions = actions;
    this.root.hidden = true;
  }

  update({ curated, events, selection }: Timeline): void {
    const chosen = selection?.kind === 'pin' ? selection.id : '';
    const rows = events?.undated ?? 0;
    const key = JSON.stringify([
      chosen,
      rows,
      events?.handle,
      curated.undated.map(({ id, title }) => [id, title]),
    ]);
    if (key === this.#filledFor) return;
    this.#filledFor = key;
    this.root.hidden = curated.undated.length === 0 && rows === 0;
    const focused = this.root.contains(document.activeElement);
    this.root.replaceChildren(
      element('span', { class: 'muted' }, 'Without a time:'),
      ...curated.undated.map(({ id, title }) => {
        const isChosen = id === chosen;
        const entry = button(title, () => this.#actions.open(id), {
          class: isChosen ? 'link chosen' : 'link',
        });
        entry.ariaCurrent = String(isChosen);
        return entry;
      }),
      ...(events && rows > 0
        ? [
            button(
              `Query ${counted(rows, 'row')} of the logs`,
              () => this.#actions.openQuery(undatedQuery(events)),
              {
                class: 'link',
              },
            ),
          ]
        : []),
    );
    if (focused) this.root.querySelector('button')?.focus();
  }
}
