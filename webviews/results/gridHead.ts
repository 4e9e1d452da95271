import { type ColumnFilter, isNumeric, type SortKey } from '../../src/domain/result.ts';
import { readFilter } from '../../src/domain/columnFilter.ts';
import type { Columns } from './columns.ts';
import { element } from './dom.ts';
import type { Drawn } from './grid.ts';

const ROW_HEIGHT = 24;
const FILTER_DELAY_MS = 350;

export interface HeadEvents {
  /** `add`: as a further key of the order. */
  sort(column: number, add: boolean): void;
  filter(column: number, text: string): void;
  /** What can be done with a column, and what it holds. */
  menu(column: number): void;
}

/** Names of the columns, their order, and the row of filters. Only the columns in view are there. */
export class GridHead {
  readonly root = element('div', 'azr-head', '', { role: 'rowgroup' });
  readonly #columns: Columns;
  readonly #events: HeadEvents & { resized(column: number, width: number): void };
  readonly #names = element('div', 'azr-names', '', { role: 'row', 'aria-rowindex': '1' });
  readonly #filters = element('div', 'azr-filters', '', { role: 'row', 'aria-rowindex': '2' });
  readonly #texts = new Map<number, string>();
  #drawn: readonly Drawn[] = [];
  #sort: readonly SortKey[] = [];
  #filtering = false;
  #delay: ReturnType<typeof setTimeout> | undefined;

  constructor(columns: Columns, events: HeadEvents & { resized(column: number, width: number): void }) {
    this.#columns = columns;
    this.#events = events;
    this.root.append(this.#names);
  }

  get rows(): number {
    return this.#filtering ? 2 : 1;
  }

  get height(): number {
    return ROW_HEIGHT * this.rows + 1;
  }

  get isFiltering(): boolean {
    return this.#filtering;
  }

  showFilters(shown: boolean): void {
    this.#filtering = shown;
    if (shown) this.root.append(this.#filters);
    else this.#filters.remove();
    this.draw(this.#drawn);
  }

  /** Puts the caret into the filter of a column, or of the first in view. */
  focusFilter(column: number): void {
    const inputs = [...this.#filters.querySelectorAll('input')];
    (inputs.find((input) => input.dataset['filter'] === String(column)) ?? inputs[0])?.focus();
  }

  setView(sort: readonly SortKey[], filters: readonly ColumnFilter[]): void {
    this.#sort = sort;
    this.#texts.clear();
    for (const { column, text } of filters) this.#texts.set(column, text);
    this.draw(this.#drawn);
  }

  draw(drawn: readonly Drawn[]): void {
    this.#drawn = drawn;
    const corner = element('div', 'ordinal', '#', { role: 'columnheader', 'aria-colindex': '1' });
    this.#names.replaceChildren(corner, ...drawn.map((each) => this.#name(each)));
    if (!this.#filtering) return;
    // A field that is being typed into stays, whatever is drawn around it.
    const focused = document.activeElement;
    const fields = drawn.map((each) => this.#field(each, focused));
    const blank = element('div', 'ordinal', '', { role: 'gridcell' });
    if (focused instanceof HTMLInputElement && this.#filters.contains(focused)) {
      for (const child of [...this.#filters.children]) if (!child.contains(focused)) child.remove();
      this.#filters.prepend(blank, ...fields.filter((field) => !field.contains(focused)));
    } else this.#filters.replaceChildren(blank, ...fields);
  }

  #name({ column, at, start, size }: Drawn): HTMLElement {
    const { name = '', type = 'string' } = this.#columns.all[column] ?? {};
    const place = this.#sort.findIndex((key) => key.column === column);
    const key = this.#sort[place];
    const head = element('div', isNumeric(type) ? 'azr-name number' : 'azr-name', '', {
      role: 'columnheader',
      'aria-colindex': String(at + 2),
      'aria-sort': key ? (key.descending ? 'descending' : 'ascending') : 'none',
    });
    head.style.left = `${start}px`;
    head.style.width = `${size}px`;
    const order = key ? ` ${key.descending ? '↓' : '↑'}${this.#sort.length > 1 ? place + 1 : ''}` : '';
    const sort = element('button', 'azr-sort', `${name}${order}`, {
      type: 'button',
      tabindex: '-1',
      title: `${name}: ${type}. Select to sort, with Shift to sort within the order there is.`,
    });
    sort.addEventListener('click', (event) => this.#events.sort(column, event.shiftKey));
    const menu = element('button', 'azr-menu', '⋯', {
      type: 'button',
      tabindex: '-1',
      title: `About ${name}`,
      'aria-label': `About ${name}`,
    });
    menu.addEventListener('click', () => this.#events.menu(column));
    const grip = element('div', 'azr-grip', '', { 'aria-hidden': 'true' });
    grip.addEventListener('pointerdown', (event) => this.#resize(event, grip, column));
    head.append(sort, menu, grip);
    return head;
  }

  #field({ column, start, size }: Drawn, focused: Element | null): HTMLElement {
    const old = [...this.#filters.querySelectorAll('input')].find(
      (input) => input.dataset['filter'] === String(column),
    );
    const { name = '', type = 'string' } = this.#columns.all[column] ?? {};
    const made = old && old === focused ? old.parentElement : null;
    const cell = made ?? element('div', 'azr-filter', '', { role: 'gridcell' });
    cell.style.left = `${start}px`;
    cell.style.width = `${size}px`;
    if (made) return cell;
    const input = element('input', '', '', {
      type: 'text',
      'data-filter': String(column),
      'aria-label': `Filter of ${name}`,
      placeholder: 'filter',
      title: 'text, =text, !text, /regex/, =, !=; numbers and times also >5, <=5, 5..10',
      spellcheck: 'false',
    });
    input.value = this.#texts.get(column) ?? '';
    input.addEventListener('input', () => {
      const wrong = readFilter(input.value, type);
      input.setAttribute('aria-invalid', String(typeof wrong === 'string'));
      if (typeof wrong === 'string') return;
      clearTimeout(this.#delay);
      this.#delay = setTimeout(() => this.#apply(column, input.value), FILTER_DELAY_MS);
    });
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') input.value = '';
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      clearTimeout(this.#delay);
      this.#apply(column, input.value);
    });
    cell.append(input);
    return cell;
  }

  #apply(column: number, text: string): void {
    if ((this.#texts.get(column) ?? '') !== text) this.#events.filter(column, text);
  }

  #resize(down: PointerEvent, grip: HTMLElement, column: number): void {
    down.preventDefault();
    down.stopPropagation();
    const start = this.#columns.width(column) - down.clientX;
    const move = (event: PointerEvent): void => this.#events.resized(column, start + event.clientX);
    // The grip is drawn anew as the column grows; the page's own events go on.
    const done = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', done);
    };
    grip.classList.add('dragging');
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', done);
  }
}
