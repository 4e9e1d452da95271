import type { ObservedFacetName } from '../../../src/domain/observed.ts';
import { formatCount } from '../../../src/base/counts.ts';
import { button, element } from '../../shared/dom.ts';
import { type Facet, FACET_NAMES, FACETS } from '../model/columns.ts';
import { countFacets, type FacetCounts } from '../model/facetCounts.ts';
import { isFiltering, NO_FILTER } from '../model/filter.ts';
import type { Timeline } from '../model/timeline.ts';
import { heading } from './details.ts';

/** Values of a facet that are offered at once; a search finds the others. */
const OFFERED = 40;

export interface FilterActions {
  readonly close: () => void;
  /** A column that is not there yet. */
  readonly need: (facet: ObservedFacetName) => void;
}

/** The search box, the choice of lanes, and the panel of facets with a live exact count at each value. */
export class FilterBar {
  readonly search = element('input', {
    class: 'search',
    title: 'Words must all be found. account:eve  address:203.0.113  table:signin  severity:high  -word',
    attributes: {
      type: 'search',
      placeholder: 'Filter, as account:eve',
      'aria-label': 'Filter events',
    },
  });
  readonly mode = element('select', { attributes: { 'aria-label': 'Lanes by' } });
  readonly #timeline: Timeline;
  readonly #actions: FilterActions;
  readonly #needed = new Set<string>();
  #counts: FacetCounts = new Map();
  #counting = new AbortController();
  #list: HTMLElement | null = null;
  readonly #searches = new Map<Facet, string>();

  constructor(timeline: Timeline, actions: FilterActions) {
    this.#timeline = timeline;
    this.#actions = actions;
    for (const facet of FACETS)
      this.mode.append(
        element('option', { attributes: { value: facet } }, `Lanes: ${FACET_NAMES[facet].toLowerCase()}`),
      );
    this.mode.addEventListener('change', () => this.setMode(this.mode.value as Facet));
    this.search.addEventListener('input', () => {
      if (
        /\b(account|user|entity|address|ip):/i.test(this.search.value) ||
        this.search.value.trim().length > 2
      )
        this.needAll();
      timeline.setFilter({ ...timeline.filter, text: this.search.value });
      this.#recount();
    });
  }

  /** Lanes by a facet whose column is asked for first where it is not there. */
  setMode(facet: Facet): void {
    if (this.#timeline.setMode(facet)) return;
    this.#wanted = facet;
    this.#need(facet);
  }

  #wanted: Facet | null = null;

  /** A column came. */
  facetCame(facet: Facet): void {
    if (this.#wanted === facet) this.#timeline.setMode(facet);
    this.#wanted = null;
    this.#recount();
  }

  /** Of a new load: columns are asked for again. */
  reset(): void {
    this.#needed.clear();
    this.mode.value = this.#timeline.mode;
    if (isFiltering(this.#timeline.filter)) this.needAll();
  }

  clear(): void {
    this.search.value = '';
    this.#timeline.setFilter(NO_FILTER);
    this.#recount();
  }

  needAll(): void {
    for (const facet of ['account', 'address'] as const) this.#need(facet);
  }

  #need(facet: Facet): void {
    if ((facet !== 'account' && facet !== 'address') || this.#needed.has(facet)) return;
    this.#needed.add(facet);
    this.#actions.need(facet);
  }

  /** The panel's content; filled as counts come. */
  panel(): HTMLElement[] {
    this.needAll();
    this.#list = element('div', { class: 'facets' });
    this.#fill();
    this.#count();
    return [
      heading('Filter', this.#actions),
      element(
        'div',
        { class: 'actions' },
        button('Clear Filter', () => this.clear()),
      ),
      element('p', { class: 'muted' }, 'Counts are exact, under the rest of the filter.'),
      this.#list,
    ];
  }

  /** Where the panel is shown. */
  #recount(): void {
    if (this.#list?.isConnected) this.#count();
  }

  #count(): void {
    this.#counting.abort();
    this.#counting = new AbortController();
    const { events } = this.#timeline;
    if (!events) return;
    const { signal } = this.#counting;
    // The picture first: it shows the filter in the next frame, and counts come after it.
    requestAnimationFrame(() => {
      if (signal.aborted) return;
      countFacets(this.#timeline.columns, this.#timeline.tests(), events.count, signal, (counts) => {
        this.#counts = counts;
        this.#fill();
      });
    });
  }

  #fill(): void {
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['at'] : undefined;
    this.#list?.replaceChildren(...FACETS.map((facet) => this.#facet(facet)));
    if (focused !== undefined)
      this.#list?.querySelector<HTMLElement>(`[data-at=${JSON.stringify(focused)}]`)?.focus();
  }

  #facet(facet: Facet): HTMLElement {
    const column = this.#timeline.columns.get(facet);
    const counts = this.#counts.get(facet);
    const box = element('details', {}, element('summary', {}, FACET_NAMES[facet]));
    const chosen = this.#timeline.filter.keys.get(facet);
    box.open = facet === 'tactic' || chosen !== undefined || this.#searches.has(facet);
    if (!column || !counts) {
      box.append(element('p', { class: 'muted' }, 'Being counted…'));
      return box;
    }
    const word = (this.#searches.get(facet) ?? '').toLowerCase();
    const order = [...column.keys.keys()]
      .filter((i) => (counts[i] ?? 0) > 0 || chosen?.has(column.keys[i] ?? ''))
      .filter((i) => word === '' || (column.names[i] ?? '').toLowerCase().includes(word));
    if (facet !== 'tactic' && facet !== 'severity') order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
    if (column.keys.length > OFFERED) {
      const find = element('input', {
        attributes: {
          type: 'search',
          placeholder: 'Find a value',
          'aria-label': `Find in ${FACET_NAMES[facet]}`,
          'data-at': `${facet} find`,
          value: word,
        },
      });
      find.addEventListener('input', () => {
        this.#searches.set(facet, find.value);
        this.#fill();
      });
      box.append(find);
    }
    for (const i of order.slice(0, OFFERED)) {
      const key = column.keys[i] ?? '';
      const check = element('input', { attributes: { type: 'checkbox', 'data-at': `${facet} ${i}` } });
      check.checked = chosen?.has(key) ?? false;
      check.addEventListener('change', () => this.#choose(facet, key, check.checked));
      box.append(
        element(
          'label',
          { class: 'check' },
          check,
          element('span', { class: 'value' }, column.names[i] ?? key),
          element('span', { class: 'count' }, formatCount(counts[i] ?? 0)),
        ),
      );
    }
    if (order.length > OFFERED)
      box.append(element('p', { class: 'muted' }, `and ${formatCount(order.length - OFFERED)} more`));
    return box;
  }

  #choose(facet: Facet, key: string, isChosen: boolean): void {
    const { filter } = this.#timeline;
    const values = new Set(filter.keys.get(facet));
    if (isChosen) values.add(key);
    else values.delete(key);
    const keys = new Map(filter.keys);
    if (values.size > 0) keys.set(facet, values);
    else keys.delete(facet);
    this.#timeline.setFilter({ ...filter, keys });
    this.#recount();
  }
}
