import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { Cell } from '../../src/domain/answer.ts';
import { isNumeric, type ResultView } from '../../src/domain/result.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import { cellText } from './cellText.ts';
import type { Columns } from './columns.ts';
import { element } from './dom.ts';
import { GridHead, type HeadEvents } from './gridHead.ts';
import { keyAction } from './keys.ts';
import { RowSelection } from './selection.ts';

const ROW_HEIGHT = 22;
const SHOWN_CHARACTERS = 2000;

export interface GridSource {
  /** Undefined while it has not come. */
  cell(row: number, column: number): Cell | undefined;
  want(fromRow: number, toRow: number, columns: readonly number[]): void;
}

export interface GridEvents extends HeadEvents {
  selected(selection: RowSelection): void;
  /** Enter or a double click on a row. */
  opened(row: number, column: number): void;
  copyRows(): void;
  copyCell(row: number, column: number): void;
  /** The cell that mouse or keyboard is on, again when it is drawn anew. */
  at(row: number, column: number): void;
  query(row: number, column: number): void;
}

/** A grid that draws the rows and columns in view only; all text as text, mouse and keyboard alike. */
export class Grid {
  readonly root: HTMLElement;
  selection = new RowSelection(0);
  readonly #id: string;
  readonly #source: GridSource;
  readonly #columns: Columns;
  readonly #events: GridEvents;
  readonly #head: GridHead;
  readonly #body = element('div', 'azr-body', '', { role: 'rowgroup' });
  readonly #rows: Virtualizer<HTMLElement, HTMLElement>;
  readonly #cells: Virtualizer<HTMLElement, HTMLElement>;
  readonly #stop: readonly (() => void)[];
  readonly #drawn = new Map<number, HTMLElement>();
  /** Rows that are drawn with cells that have not come. */
  readonly #waiting = new Set<number>();
  #marked: Element | undefined;
  #drawnColumns = '';
  #zone: ResultsZone;
  #count = 0;
  /** Position among the columns shown. */
  #activeColumn = 0;

  constructor(id: string, source: GridSource, columns: Columns, zone: ResultsZone, events: GridEvents) {
    this.#id = id;
    this.#source = source;
    this.#columns = columns;
    this.#zone = zone;
    this.#events = events;
    this.root = element('div', 'azr-scroll', '', {
      role: 'grid',
      tabindex: '0',
      'aria-multiselectable': 'true',
      'aria-label': 'Rows of the answer',
    });
    this.#head = new GridHead(columns, {
      ...events,
      resized: (column, width) => {
        columns.setWidth(column, width);
        this.layOut();
      },
    });
    const common = {
      getScrollElement: () => this.root,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#draw(),
      initialRect: { width: 1000, height: 372 },
    };
    this.#rows = new Virtualizer<HTMLElement, HTMLElement>({
      ...common,
      count: 0,
      estimateSize: () => ROW_HEIGHT,
      overscan: 8,
      scrollPaddingStart: this.#head.height,
    });
    this.#cells = new Virtualizer<HTMLElement, HTMLElement>({
      ...common,
      count: 0,
      horizontal: true,
      estimateSize: (at) => this.#columns.width(this.#columns.shown[at] ?? 0),
      overscan: 2,
      scrollPaddingStart: this.#ordinalWidth,
    });
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('mousedown', (event) => this.#onMouse(event));
    this.#body.addEventListener('dblclick', (event) => {
      const at = placeOf(event);
      if (at) events.opened(at.row, at.column ?? this.#columns.shown[0] ?? 0);
    });
    this.root.addEventListener('copy', (event) => {
      if (this.selection.size === 0 || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      event.stopPropagation();
      events.copyRows();
    });
    this.root.append(this.#head.root, this.#body);
    this.#stop = [this.#rows._didMount(), this.#cells._didMount()];
  }

  /** Index of the column that the keyboard is on. */
  get activeColumn(): number {
    return this.#columns.shown[this.#activeColumn] ?? 0;
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
  }

  /** Other rows: those of another view, or the first ones. */
  setCount(count: number): void {
    this.#count = count;
    this.selection = new RowSelection(count);
    this.root.setAttribute('aria-rowcount', String(count + this.#head.rows));
    this.root.scrollTop = 0;
    this.layOut();
    this.#events.selected(this.selection);
  }

  get count(): number {
    return this.#count;
  }

  /** Selects one row and shows it, wherever the focus is; nobody is told. */
  choose(row: number): void {
    this.selection.only(row);
    this.#rows.scrollToIndex(row, { align: 'auto' });
    this.#mark();
  }

  showFilters(shown: boolean): void {
    if (shown === this.#head.isFiltering) return;
    this.#head.showFilters(shown);
    this.layOut();
    if (shown) this.#head.focusFilter(this.activeColumn);
  }

  /** What the names and the filters say; the rows come later. */
  setView({ sort, filters }: ResultView): void {
    this.#head.setView(sort, filters);
  }

  setZone(zone: ResultsZone): void {
    this.#zone = zone;
    this.redraw();
  }

  /** After columns were shown, hidden or made wider. */
  layOut(): void {
    const { shown } = this.#columns;
    this.#activeColumn = Math.min(this.#activeColumn, shown.length - 1);
    this.root.setAttribute('aria-colcount', String(shown.length + 1));
    this.#rows.setOptions({
      ...this.#rows.options,
      count: this.#count,
      scrollPaddingStart: this.#head.height,
    });
    this.#cells.setOptions({
      ...this.#cells.options,
      count: shown.length,
      paddingStart: this.#ordinalWidth,
      scrollPaddingStart: this.#ordinalWidth,
    });
    this.#cells.measure();
    this.#rows._willUpdate();
    this.#cells._willUpdate();
    this.root.style.setProperty('--azr-ordinal', `${this.#ordinalWidth}px`);
    const width = `${this.#cells.getTotalSize()}px`;
    this.#body.style.width = width;
    this.#head.root.style.width = width;
    this.#body.style.height = `${this.#count * ROW_HEIGHT}px`;
    this.redraw();
  }

  /** Cells are to be shown otherwise. */
  redraw(): void {
    this.#forget([...this.#drawn.keys()]);
    this.#drawnColumns = '';
    this.#draw();
  }

  /** Cells have come: the rows that waited for some are drawn anew. */
  arrived(): void {
    this.#forget([...this.#waiting]);
    this.#draw();
  }

  #forget(rows: Iterable<number>): void {
    for (const row of rows) {
      this.#drawn.get(row)?.remove();
      this.#drawn.delete(row);
      this.#waiting.delete(row);
    }
  }

  /** Height that shows all rows, as far as there is room. */
  get wantedHeight(): number {
    return this.#head.height + Math.max(1, this.#count) * ROW_HEIGHT + 16;
  }

  get #ordinalWidth(): number {
    return 16 + 8 * Math.max(2, String(this.#count).length);
  }

  #draw(): void {
    const rows = this.#rows.getVirtualItems();
    const cells = this.#cells.getVirtualItems().flatMap(({ index, start, size }) => {
      const column = this.#columns.shown[index];
      return column === undefined ? [] : [{ column, at: index, start, size }];
    });
    const columns = cells.map(({ column, start, size }) => `${column}@${start}+${size}`).join();
    if (columns !== this.#drawnColumns) {
      this.#forget([...this.#drawn.keys()]);
      this.#drawnColumns = columns;
      this.#head.draw(cells);
    }
    const wanted = new Set(rows.map(({ index }) => index));
    this.#forget([...this.#drawn.keys()].filter((index) => !wanted.has(index)));
    const made: HTMLElement[] = [];
    for (const { index, start } of rows) {
      if (this.#drawn.has(index)) continue;
      const row = this.#row(index, cells);
      row.style.transform = `translateY(${start}px)`;
      this.#drawn.set(index, row);
      made.push(row);
    }
    this.#body.append(...made);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first && last)
      this.#source.want(
        first.index,
        last.index + 1,
        cells.map(({ column }) => column),
      );
    this.#mark();
  }

  #row(index: number, cells: readonly Drawn[]): HTMLElement {
    const row = element('div', 'azr-row', '', {
      role: 'row',
      id: `azr-${this.#id}-${index}`,
      'aria-rowindex': String(index + 1 + this.#head.rows),
      'data-row': String(index),
    });
    row.append(
      element('div', 'azr-cell ordinal', String(index + 1), { role: 'rowheader', 'aria-colindex': '1' }),
    );
    for (const each of cells) row.append(this.#cell(index, each));
    return row;
  }

  #cell(row: number, { column, at, start, size }: Drawn): HTMLElement {
    const { type = 'string' } = this.#columns.all[column] ?? {};
    const cell = this.#source.cell(row, column);
    if (cell === undefined) this.#waiting.add(row);
    const text = cell === undefined ? '…' : cellText(cell, { name: '', type }, this.#zone);
    const kind = cell === undefined ? ' waiting' : cell === null ? ' null' : isNumeric(type) ? ' number' : '';
    const made = element('div', `azr-cell${kind}`, text.slice(0, SHOWN_CHARACTERS), {
      role: 'gridcell',
      id: `azr-${this.#id}-${row}-${at}`,
      'aria-colindex': String(at + 2),
      'data-column': String(column),
      title: text.slice(0, 1000),
    });
    made.style.left = `${start}px`;
    made.style.width = `${size}px`;
    return made;
  }

  #mark(): void {
    const { active } = this.selection;
    const activeCell = `azr-${this.#id}-${active}-${this.#activeColumn}`;
    for (const [index, row] of this.#drawn) {
      const selected = String(this.selection.has(index));
      if (row.getAttribute('aria-selected') !== selected) row.setAttribute('aria-selected', selected);
      row.classList.toggle('active', index === active);
    }
    this.#marked?.classList.remove('at');
    this.#marked = [...(this.#drawn.get(active)?.children ?? [])].find(({ id }) => id === activeCell);
    this.#marked?.classList.add('at');
    if (this.#drawn.has(active)) this.root.setAttribute('aria-activedescendant', activeCell);
    else this.root.removeAttribute('aria-activedescendant');
    this.#events.at(active, this.activeColumn);
  }

  #onMouse(event: MouseEvent): void {
    const place = placeOf(event);
    if (!place || event.button !== 0) return;
    const at = place.column === undefined ? -1 : this.#columns.shown.indexOf(place.column);
    if (at >= 0) this.#activeColumn = at;
    if (event.shiftKey) this.selection.extendTo(place.row);
    else if (event.ctrlKey || event.metaKey) this.selection.toggle(place.row);
    else this.selection.only(place.row);
    this.#changed();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== this.root) return;
    const page = Math.max(1, Math.floor((this.root.clientHeight - this.#head.height) / ROW_HEIGHT) - 1);
    const action = keyAction(event, this.selection, this.#count, page);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const last = this.#columns.shown.length - 1;
    const { active } = this.selection;
    switch (action) {
      case 'open':
        this.#events.opened(active, this.activeColumn);
        break;
      case 'copy-cell':
        this.#events.copyCell(active, this.activeColumn);
        break;
      case 'menu':
        this.#events.menu(this.activeColumn);
        break;
      case 'query':
        this.#events.query(active, this.activeColumn);
        break;
      case 'left':
        this.#moveColumn(Math.max(0, this.#activeColumn - 1));
        break;
      case 'right':
        this.#moveColumn(Math.min(last, this.#activeColumn + 1));
        break;
      case 'first-column':
        this.#moveColumn(0);
        break;
      case 'last-column':
        this.#moveColumn(last);
        break;
      case 'moved':
        this.#rows.scrollToIndex(active, { align: 'auto' });
        this.#changed();
    }
  }

  #moveColumn(at: number): void {
    this.#activeColumn = at;
    this.#cells.scrollToIndex(at, { align: 'auto' });
    this.#mark();
  }

  #changed(): void {
    this.#mark();
    this.#events.selected(this.selection);
  }
}

export interface Drawn {
  /** Index into the answer's columns. */
  readonly column: number;
  /** Position among those shown. */
  readonly at: number;
  readonly start: number;
  readonly size: number;
}

function placeOf(event: Event): { readonly row: number; readonly column: number | undefined } | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  const row = target?.closest('[data-row]')?.getAttribute('data-row');
  const column = target?.closest('[data-column]')?.getAttribute('data-column');
  if (row === undefined || row === null) return undefined;
  return { row: Number(row), column: column === undefined || column === null ? undefined : Number(column) };
}
