import type { Entity } from '../../src/domain/entity.ts';
import type { ExportFormat, ResultView } from '../../src/domain/result.ts';
import type { AnswerPayload, FromResults, ResultsZone } from '../../src/protocol/results.ts';
import { counted, formatCount } from '../../src/base/counts.ts';
import { button, element } from './dom.ts';
import { aboutEntity } from './panes.ts';
import { statusParts } from './statusText.ts';

const SEARCH_DELAY_MS = 400;

export type BarMessage = {
  readonly type: Extract<FromResults['type'], 'keep' | 'verify' | 'compare' | 'query'>;
};

export interface BarEvents {
  search(text: string): void;
  /** Shows all rows again: neither searched nor filtered. */
  clear(): void;
  filters(shown: boolean): void;
  columns(): void;
  copy(): void;
  details(): void;
  /** Asks the logs about the entity in the cell that the keyboard is on. */
  query(): void;
  export(format: ExportFormat, selected: boolean): void;
  pin(): void;
  send(message: BarMessage): void;
}

/** Above the rows: what the answer says of itself, and what can be done with it. */
export class AnswerBar {
  readonly root = element('div', 'azr-top-bars');
  readonly #answer: AnswerPayload;
  readonly #events: BarEvents;
  readonly #status = element('div', 'azr-bar');
  readonly #live = element('span', 'azr-live', '', { role: 'status' });
  readonly #pin: HTMLButtonElement;
  readonly #details: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #query: HTMLButtonElement;
  readonly #filters: HTMLButtonElement;
  readonly #columns: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #search = element('input', 'azr-search', '', {
    type: 'search',
    placeholder: 'Search all columns',
    'aria-label': 'Search all columns',
    spellcheck: 'false',
  });
  readonly #toolbar: HTMLElement | undefined;
  #table: HTMLButtonElement | undefined;
  #delay: ReturnType<typeof setTimeout> | undefined;

  constructor(answer: AnswerPayload, events: BarEvents) {
    this.#answer = answer;
    this.#events = events;
    this.#pin = button('Pin to Timeline', 'main', 'Pin the selected rows to the timeline of the case', () =>
      events.pin(),
    );
    this.#details = button('Details', '', 'All values of the row (Enter)', () => events.details());
    this.#copy = button('Copy', '', 'Copy the selected rows as tab-separated text', () => events.copy());
    this.#query = button('Query', '', '', () => events.query());
    this.#filters = button('Filter', '', 'A row of filters under the column names', () => {
      this.setFiltering(!this.#isFiltering);
      events.filters(this.#isFiltering);
    });
    this.#columns = button('Columns', '', 'Choose which columns are shown', () => events.columns());
    this.#clear = button('Clear', '', 'Show all rows: without the search and the filters', () => {
      this.#search.value = '';
      this.#search.focus();
      events.clear();
    });
    this.#clear.hidden = true;
    this.setFiltering(false);
    this.#drawStatus(answer.zone);
    this.root.append(this.#status);
    this.#toolbar = answer.head.statistics.rows > 0 ? this.#tools() : undefined;
    if (this.#toolbar) this.root.append(this.#toolbar);
    this.setSelected(0);
    this.setEntity(undefined);
  }

  get #isFiltering(): boolean {
    return this.#filters.getAttribute('aria-pressed') === 'true';
  }

  setFiltering(on: boolean): void {
    this.#filters.setAttribute('aria-pressed', String(on));
  }

  setZone(zone: ResultsZone): void {
    this.#drawStatus(zone);
  }

  setHidden(hidden: number): void {
    this.#columns.textContent = hidden === 0 ? 'Columns' : `Columns (${hidden} hidden)`;
  }

  setSelected(count: number): void {
    for (const each of [this.#pin, this.#copy]) each.disabled = count === 0;
    this.#details.disabled = count !== 1;
    this.#pin.textContent = count > 1 ? `Pin ${formatCount(count)} to Timeline` : 'Pin to Timeline';
  }

  setEntity(entity: Entity | undefined): void {
    this.#query.disabled = entity === undefined;
    this.#query.title = entity
      ? `${aboutEntity(entity)}: ${entity.value.slice(0, 100)} (Q)`
      : 'What the logs have on the user, address, application, device or resource in a cell (Q)';
  }

  showTools(shown: boolean): void {
    if (this.#toolbar) this.#toolbar.hidden = !shown;
  }

  /** Beside a picture of the answer: its rows, or not. */
  offerTable(shown: boolean, toggle: () => void): void {
    this.#table?.remove();
    this.#table = button(shown ? 'Hide Rows' : 'Show Rows', '', 'The rows that the picture is of', toggle);
    this.#status.append(this.#table);
  }

  working(text: string): void {
    this.#live.textContent = text;
  }

  /** How much of the answer the view shows. */
  shows({ search, filters }: ResultView, count: number): void {
    const isPart = search.trim() !== '' || filters.length > 0;
    this.#clear.hidden = !isPart;
    this.#live.textContent = isPart
      ? `${formatCount(count)} of ${counted(this.#answer.head.statistics.rows, 'row')}`
      : '';
  }

  say(message: string): void {
    this.#live.textContent = message;
  }

  #drawStatus(zone: ResultsZone): void {
    this.#status.replaceChildren(
      ...statusParts(this.#answer, zone).map(({ text, title, tone }, i) =>
        element('span', `azr-part ${tone}${i === 0 ? ' first' : ''}`, text, { title }),
      ),
      button(
        `sha256 ${this.#answer.head.digest.slice(0, 8)}`,
        'azr-link azr-digest',
        `${this.#answer.head.digest}\nSelect to compute it again and compare it with the ledger.`,
        () => this.#events.send({ type: 'verify' }),
      ),
      ...(this.#table ? [this.#table] : []),
    );
  }

  #tools(): HTMLElement {
    const tools = element('div', 'azr-bar azr-tools', '', { role: 'toolbar', 'aria-label': 'Answer' });
    const search = this.#search;
    search.addEventListener('input', () => {
      clearTimeout(this.#delay);
      this.#delay = setTimeout(() => this.#events.search(search.value), SEARCH_DELAY_MS);
    });
    search.addEventListener('keydown', (event) => event.stopPropagation());
    const actions = element('span', 'azr-actions');
    actions.append(this.#query, this.#copy, this.#details, this.#pin, this.#more());
    tools.append(search, this.#filters, this.#columns, this.#live, this.#clear, actions);
    return tools;
  }

  #more(): HTMLElement {
    const select = element('select', '', '', { 'aria-label': 'More', title: 'Export, keep, compare' });
    const groups: Readonly<Record<string, readonly (readonly [string, () => void])[]>> = {
      'Export all rows in view': this.#exports(false),
      'Export selected rows': this.#exports(true),
      Answer: [
        ['Keep as Evidence', () => this.#events.send({ type: 'keep' })],
        ['Compare with…', () => this.#events.send({ type: 'compare' })],
        ['Verify Digest', () => this.#events.send({ type: 'verify' })],
        ['Show Query', () => this.#events.send({ type: 'query' })],
      ],
    };
    select.append(element('option', '', 'More…', { value: '' }));
    const actions: (() => void)[] = [];
    for (const [label, entries] of Object.entries(groups)) {
      const group = element('optgroup', '', '', { label });
      for (const [name, action] of entries)
        group.append(element('option', '', name, { value: String(actions.push(action) - 1) }));
      select.append(group);
    }
    select.addEventListener('change', () => {
      const action = actions[Number(select.value)];
      select.value = '';
      action?.();
    });
    return select;
  }

  #exports(selected: boolean): readonly (readonly [string, () => void])[] {
    const names: Readonly<Record<ExportFormat, string>> = {
      csv: 'CSV…',
      json: 'JSON…',
      markdown: 'Markdown…',
      parquet: 'Parquet…',
    };
    return (Object.keys(names) as ExportFormat[]).map((format) => [
      names[format],
      () => this.#events.export(format, selected),
    ]);
  }
}
