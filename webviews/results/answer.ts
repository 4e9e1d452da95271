import type { Entity } from '../../src/domain/entity.ts';
import { entityOf } from '../../src/domain/entityColumns.ts';
import { isNumeric, type ResultView, WHOLE_RESULT } from '../../src/domain/result.ts';
import type { AnswerPayload, FromResults, ToResults, ResultsZone } from '../../src/protocol/results.ts';
import { counted } from '../../src/base/counts.ts';
import { AnswerBar } from './answerBar.ts';
import { copyText, exactText } from './cellText.ts';
import { Columns } from './columns.ts';
import { element } from './dom.ts';
import { Grid } from './grid.ts';
import { Pages } from './pages.ts';
import { Pane } from './pane.ts';
import { chooserPane, columnActions, profilePane, rowPane } from './panes.ts';
import { Picture } from './picture.ts';
import { type Asked, Requests } from './requests.ts';
import { withFilter, withSort } from './views.ts';

type Without<T> = T extends unknown ? Omit<T, 'id' | 'view'> : never;
type Outgoing = Without<FromResults>;

const TALLEST_GRID = 372;
const MAX_COPIED = 5000;
/** Rows among which one is looked for that another view has selected, and how many at a time. */
const FOLLOWED = { most: 20_000, step: 5_000 };

/** An answer: a line that says what it is, its rows, and what can be done with them. */
export class AnswerView {
  readonly root = element('div', 'azr');
  readonly #answer: AnswerPayload;
  readonly #post: (message: FromResults) => void;
  readonly #requests: Requests;
  readonly #columns: Columns;
  readonly #pages: Pages;
  readonly #grid: Grid;
  readonly #bar: AnswerBar;
  readonly #picture: Picture | undefined;
  readonly #pane = new Pane(() => this.#grid.root.focus());
  #view: ResultView = WHOLE_RESULT;
  #zone: ResultsZone;
  #counting: Asked<number> | undefined;
  /** How often there was something to follow; the latest wins. */
  #following = 0;

  /** `fills`: takes the room that there is instead of as much as the rows need. */
  constructor(answer: AnswerPayload, post: (message: FromResults) => void, fills: boolean) {
    this.#answer = answer;
    this.#post = post;
    this.#zone = answer.zone;
    const { head, first } = answer;
    this.#requests = new Requests(head.id, post);
    this.#columns = new Columns(head.columns, first, answer.zone);
    this.#pages = new Pages(this.#requests, head.columns.length, this.#view, first, () =>
      this.#grid.arrived(),
    );
    this.#grid = new Grid(head.id, this.#pages, this.#columns, answer.zone, {
      selected: () => this.#selected('selection'),
      opened: (row) => void this.#openRow(row),
      copyRows: () => void this.#copyRows(),
      copyCell: (row, column) => void this.#copyCell(row, column),
      sort: (column, add) => this.#show(withSort(this.#view, column, add)),
      filter: (column, text) => this.#show(withFilter(this.#view, column, text)),
      menu: (column) => void this.#openColumn(column),
      at: (row, column) =>
        this.#bar.setEntity(this.#grid.selection.size > 0 ? this.#entity(row, column) : undefined),
      query: (row, column) => this.#query(row, column),
    });
    this.#bar = new AnswerBar(answer, {
      search: (search) => this.#show({ ...this.#view, search }),
      clear: () => this.#show({ ...this.#view, search: '', filters: [] }),
      filters: (shown) => {
        this.#grid.showFilters(shown);
        if (!shown) this.#show({ ...this.#view, filters: [] });
      },
      columns: () => this.#pane.show('Columns', ...chooserPane(this.#columns, () => this.#laidOut())),
      copy: () => void this.#copyRows(),
      details: () => void this.#openRow(this.#grid.selection.active),
      query: () => this.#query(this.#grid.selection.active, this.#grid.activeColumn),
      send: (message) => this.#send(message),
      export: (format, selected) =>
        this.#send({
          type: 'export',
          format,
          columns: this.#columns.shown,
          rows: selected && this.#grid.selection.size > 0 ? this.#grid.selection.ranges() : null,
        }),
      pin: () => this.#send({ type: 'pin', rows: this.#grid.selection.ranges() }),
    });
    const main = element('div', 'azr-main');
    main.append(this.#grid.root, this.#pane.root);
    const { visualization } = head;
    this.#picture =
      visualization && head.statistics.rows > 0
        ? new Picture(head, visualization, this.#pages, answer.zone)
        : undefined;
    this.root.classList.toggle('fills', fills);
    this.root.append(this.#bar.root, ...(this.#picture ? [this.#picture.root] : []), main);
    if (this.#picture?.isDrawn === true) this.#showTable(main, false);
    this.#grid.setCount(head.statistics.rows);
    if (!fills) this.#fit();
    if (head.columns.length === 0 || head.statistics.rows === 0)
      main.replaceChildren(element('div', 'azr-none', emptyText(head.columns.map(({ name }) => name))));
    this.#laidOut();
  }

  /** The picture stays; the rows behind it are a choice. */
  #showTable(main: HTMLElement, shown: boolean): void {
    main.hidden = !shown;
    this.#bar.showTools(shown);
    this.#bar.offerTable(shown, () => this.#showTable(main, !shown));
    if (shown) this.#grid.layOut();
  }

  dispose(): void {
    this.#picture?.dispose();
    this.#grid.dispose();
  }

  receive(message: ToResults): void {
    if (message.type === 'zone') {
      this.#zone = message.zone;
      this.#grid.setZone(message.zone);
      this.#picture?.setZone(message.zone);
      this.#bar.setZone(message.zone);
    } else if (message.type === 'follow') void this.#follow(message.keys);
    else if (message.type === 'note') {
      if (message.id === this.#answer.head.id) this.#bar.say(message.message);
    } else this.#requests.receive(message);
  }

  /** Shows and selects the first row that is one of these events; quietly leaves all as it is where none is. */
  async #follow(keys: readonly string[]): Promise<void> {
    const wanted = new Set<string | null>(keys);
    const view = this.#view;
    const turn = ++this.#following;
    for (let from = 0; from < Math.min(this.#grid.count, FOLLOWED.most); from += FOLLOWED.step) {
      const page = await this.#requests.page(view, [], from, FOLLOWED.step).answer.catch(() => undefined);
      if (!page || this.#view !== view || this.#following !== turn) return;
      const at = page.keys.findIndex((key) => key !== null && wanted.has(key));
      if (at < 0) continue;
      if (this.#grid.selection.has(from + at)) return;
      this.#grid.choose(from + at);
      this.#selected('followed');
      return;
    }
  }

  #fit(): void {
    this.#grid.root.style.height = `${Math.min(TALLEST_GRID, this.#grid.wantedHeight)}px`;
  }

  #send(message: Outgoing): void {
    this.#post({ ...message, id: this.#answer.head.id, view: this.#view });
  }

  #laidOut(): void {
    this.#grid.layOut();
    this.#bar.setHidden(this.#columns.hidden);
  }

  /** Other rows, or in another order: counted first, then fetched as they are looked at. */
  #show(view: ResultView): void {
    this.#view = view;
    this.#counting?.cancel();
    this.#bar.working('Working it out…');
    this.#grid.setView(view);
    const counting = this.#requests.count(view);
    this.#counting = counting;
    counting.answer.then(
      (count) => {
        if (this.#counting !== counting) return;
        this.#pages.show(view);
        this.#grid.setCount(count);
        this.#bar.shows(view, count);
      },
      (error: unknown) => {
        if (this.#counting === counting)
          this.#bar.say(error instanceof Error ? error.message : String(error));
      },
    );
  }

  #selected(type: 'selection' | 'followed'): void {
    const { selection } = this.#grid;
    this.#bar.setSelected(selection.size);
    this.#send({ type, rows: selection.ranges() });
  }

  #entity(row: number, column: number): Entity | undefined {
    return entityOf(this.#columns.all[column]?.name ?? '', this.#pages.cell(row, column));
  }

  #query(row: number, column: number): void {
    if (this.#entity(row, column)) this.#send({ type: 'pivot', row, column });
    else this.#bar.say('No user, address, application, device or resource is in this cell.');
  }

  async #openRow(row: number): Promise<void> {
    const { columns } = this.#answer.head;
    const title = `Row ${row + 1}`;
    const reading = this.#pages.rows(row, 1, [...columns.keys()]);
    this.#pane.show(title, element('p', '', 'Reading the row…'));
    const cells = await reading.then(
      ([first]) => first,
      (error: unknown) => {
        this.#pane.show(title, element('p', '', error instanceof Error ? error.message : String(error)));
        return undefined;
      },
    );
    if (!cells || !this.#pane.isShowing(title)) return;
    this.#pane.show(
      title,
      ...rowPane(columns, cells, this.#zone, {
        pivot: (column) => this.#send({ type: 'pivot', row, column }),
        record: () => this.#send({ type: 'record', row }),
      }),
    );
  }

  async #openColumn(index: number): Promise<void> {
    const column = this.#columns.all[index];
    if (!column) return;
    const actions = columnActions({
      sort: (descending) => this.#show({ ...this.#view, sort: [{ column: index, descending }] }),
      filter: (text) => this.#filterBy(index, text),
      hide: () => {
        this.#columns.setShown(index, false);
        this.#pane.close();
        this.#laidOut();
      },
      widen: (by) => {
        this.#columns.setWidth(index, this.#columns.width(index) + by);
        this.#laidOut();
      },
    });
    const title = `${column.name}: ${column.type}`;
    this.#pane.show(title, actions, element('p', '', 'Counting…'));
    const view = this.#view;
    try {
      const profile = await this.#requests.profile(view, index).answer;
      const content = profilePane(column, profile, this.#zone, (text) => this.#filterBy(index, text));
      if (this.#pane.isShowing(title)) this.#pane.show(title, actions, content);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (this.#pane.isShowing(title)) this.#pane.show(title, actions, element('p', '', message));
    }
  }

  #filterBy(column: number, text: string): void {
    this.#grid.showFilters(true);
    this.#bar.setFiltering(true);
    this.#show(withFilter(this.#view, column, text));
  }

  /** Selected rows as tab-separated text under a line of column names. */
  async #copyRows(): Promise<void> {
    const { selection } = this.#grid;
    if (selection.size > MAX_COPIED) {
      this.#bar.say(`At most ${counted(MAX_COPIED, 'row')} can be copied; export them instead.`);
      return;
    }
    const { shown, all } = this.#columns;
    const lines = [shown.map((i) => copyText(all[i]?.name ?? '', false)).join('\t')];
    for (const [from, to] of selection.ranges())
      for (const row of await this.#pages.rows(from, to - from, shown))
        lines.push(
          shown.map((i, at) => copyText(row[at] ?? null, isNumeric(all[i]?.type ?? 'string'))).join('\t'),
        );
    await navigator.clipboard.writeText(lines.join('\n'));
    this.#bar.say(`Copied ${counted(selection.size, 'row')}`);
  }

  async #copyCell(row: number, column: number): Promise<void> {
    const [cells] = await this.#pages.rows(row, 1, [column]);
    await navigator.clipboard.writeText(exactText(cells?.[0] ?? null));
    this.#bar.say('Copied the cell');
  }
}

function emptyText(names: readonly string[]): string {
  return names.length === 0 ? 'No columns.' : `No rows. Columns: ${names.join(', ')}`;
}
