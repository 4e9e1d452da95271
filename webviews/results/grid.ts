import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { AnswerPayload, ResultsZone } from '../../src/protocol/results.ts';
import { cellText, copyText, isEmpty } from './cellText.ts';
import { element } from './dom.ts';
import { keyAction } from './keys.ts';
import { RowSelection } from './selection.ts';

const ROW_HEIGHT = 22;
const NUMERIC = new Set(['int', 'long', 'real', 'decimal']);

export interface GridEvents {
  selected(selection: RowSelection): void;
  /** Enter or a double click on a row. */
  opened(row: number): void;
}

/** A grid that draws the rows in view only; selection by mouse and keyboard, all text as text. */
export class Grid {
  readonly root = element('div', 'azr-scroll', '', {
    role: 'grid',
    tabindex: '0',
    'aria-multiselectable': 'true',
    'aria-label': 'Rows of the answer',
  });
  readonly selection: RowSelection;
  private readonly body = element('div', 'azr-body', '', { role: 'rowgroup' });
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly answer: AnswerPayload;
  private readonly events: GridEvents;
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly stop: () => void;
  private columns: readonly number[];
  private zone: ResultsZone;

  constructor(answer: AnswerPayload, events: GridEvents, hideEmpty: boolean) {
    this.answer = answer;
    this.events = events;
    this.zone = answer.zone;
    this.selection = new RowSelection(answer.rows.length);
    this.columns = shownColumns(answer, hideEmpty);
    this.virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: answer.rows.length,
      getScrollElement: () => this.root,
      estimateSize: () => ROW_HEIGHT,
      overscan: 8,
      scrollPaddingStart: ROW_HEIGHT + 2,
      initialRect: { width: 800, height: 372 },
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.draw(),
    });
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('mousedown', (event) => this.onMouse(event));
    this.body.addEventListener('dblclick', (event) => {
      const row = rowOf(event);
      if (row !== undefined) events.opened(row);
    });
    this.root.addEventListener('copy', (event) => this.onCopy(event));
    this.rebuild();
    this.stop = this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  dispose(): void {
    this.stop();
  }

  setZone(zone: ResultsZone): void {
    this.zone = zone;
    this.redraw();
  }

  hideEmpty(hide: boolean): void {
    this.columns = shownColumns(this.answer, hide);
    this.rebuild();
  }

  /** Selected rows as tab-separated text under a line of column names. */
  copyText(): string {
    const { columns, rows } = this.answer;
    const lines = [this.columns.map((i) => columns[i]?.name ?? '').join('\t')];
    for (const [from, to] of this.selection.ranges())
      for (const row of rows.slice(from, to))
        lines.push(this.columns.map((i) => copyText(row[i] ?? null)).join('\t'));
    return lines.join('\n');
  }

  private rebuild(): void {
    const { columns, rows } = this.answer;
    const ordinal = 16 + 8 * Math.max(2, String(rows.length).length);
    const widths = this.columns.map((i) => `${widthOf(this.answer, i, this.zone)}px`);
    this.root.style.setProperty('--azr-columns', [`${ordinal}px`, ...widths].join(' '));
    this.root.setAttribute('aria-rowcount', String(rows.length + 1));
    this.root.setAttribute('aria-colcount', String(this.columns.length + 1));
    const head = element('div', 'azr-head', '', { role: 'row', 'aria-rowindex': '1' });
    head.append(element('div', 'ordinal', '#', { role: 'columnheader' }));
    for (const i of this.columns) {
      const { name = '', type = 'string' } = columns[i] ?? {};
      head.append(
        element('div', NUMERIC.has(type) ? 'number' : '', name, {
          role: 'columnheader',
          title: `${name}: ${type}`,
        }),
      );
    }
    this.body.style.height = `${rows.length * ROW_HEIGHT}px`;
    this.root.replaceChildren(head, this.body);
    this.redraw();
  }

  private redraw(): void {
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.draw();
  }

  private draw(): void {
    const items = this.virtualizer.getVirtualItems();
    const wanted = new Set(items.map((item) => item.index));
    for (const [index, row] of this.drawn) {
      if (wanted.has(index)) continue;
      row.remove();
      this.drawn.delete(index);
    }
    for (const { index, start } of items) {
      let row = this.drawn.get(index);
      if (!row) {
        row = this.row(index);
        row.style.transform = `translateY(${start}px)`;
        this.drawn.set(index, row);
        this.body.append(row);
      }
    }
    this.mark();
  }

  private mark(): void {
    for (const [index, row] of this.drawn) {
      row.setAttribute('aria-selected', String(this.selection.has(index)));
      row.classList.toggle('active', index === this.selection.active);
      if (index === this.selection.active) this.root.setAttribute('aria-activedescendant', row.id);
    }
  }

  private row(index: number): HTMLElement {
    const { run, columns, rows } = this.answer;
    const row = element('div', 'azr-row', '', {
      role: 'row',
      id: `azr-${run}-${index}`,
      'aria-rowindex': String(index + 2),
      'data-row': String(index),
    });
    row.append(element('div', 'azr-cell ordinal', String(index + 1), { role: 'rowheader' }));
    for (const i of this.columns) {
      const column = columns[i];
      const cell = rows[index]?.[i] ?? null;
      if (!column) continue;
      const text = cellText(cell, column, this.zone);
      const kind = cell === null ? ' null' : NUMERIC.has(column.type) ? ' number' : '';
      row.append(
        element('div', `azr-cell${kind}`, text.slice(0, 2000), {
          role: 'gridcell',
          title: text.slice(0, 1000),
        }),
      );
    }
    return row;
  }

  private onMouse(event: MouseEvent): void {
    const row = rowOf(event);
    if (row === undefined || event.button !== 0) return;
    if (event.shiftKey) this.selection.extendTo(row);
    else if (event.ctrlKey || event.metaKey) this.selection.toggle(row);
    else this.selection.only(row);
    this.changed();
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.root.clientHeight / ROW_HEIGHT) - 2);
    const action = keyAction(event, this.selection, this.answer.rows.length, page);
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === 'open') this.events.opened(this.selection.active);
    else if (action === 'left' || action === 'right') this.root.scrollLeft += action === 'left' ? -120 : 120;
    else {
      this.virtualizer.scrollToIndex(this.selection.active, { align: 'auto' });
      this.changed();
    }
  }

  private onCopy(event: ClipboardEvent): void {
    if (this.selection.size === 0 || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', this.copyText());
    event.preventDefault();
    event.stopPropagation();
  }

  private changed(): void {
    this.mark();
    this.events.selected(this.selection);
  }
}

function rowOf(event: Event): number | undefined {
  const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
  return row ? Number(row.getAttribute('data-row')) : undefined;
}

/** Indexes of the columns to draw: all, or those in which any row has a value. */
export function shownColumns({ columns, rows }: AnswerPayload, hideEmpty: boolean): readonly number[] {
  const all = columns.map((_, i) => i);
  return hideEmpty ? all.filter((i) => rows.some((row) => !isEmpty(row[i]))) : all;
}

function widthOf(answer: AnswerPayload, index: number, zone: ResultsZone): number {
  const column = answer.columns[index];
  if (!column) return 0;
  let longest = column.name.length + 1;
  for (const row of answer.rows.slice(0, 200))
    longest = Math.max(longest, cellText(row[index] ?? null, column, zone).length);
  return Math.round(Math.max(60, Math.min(380, 18 + longest * 7.4)));
}
