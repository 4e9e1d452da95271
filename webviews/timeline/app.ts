import type { FromTimeline, TimelineTarget, ToTimeline } from '../../src/protocol/timeline.ts';
import { unpackObserved } from '../../src/protocol/packedObserved.ts';
import { element } from '../shared/dom.ts';
import type { Frame } from './draw/paintTimeline.ts';
import type { LaneBox } from './model/layout.ts';
import { rangeQuery } from './model/rangeQuery.ts';
import { toDrawings } from './model/toDrawing.ts';
import { type Selection, Timeline } from './model/timeline.ts';
import { capturePng } from './view/capture.ts';
import { EventPanel, wordsOf } from './view/eventPanel.ts';
import { FilterBar } from './view/filterBar.ts';
import { KEYS_HELP, pressKey } from './view/keys.ts';
import { LaneHeaders } from './view/laneHeaders.ts';
import { ListSection } from './view/listSection.ts';
import { emptyState, failedState, footer, loadingState } from './view/messages.ts';
import { Note } from './view/note.ts';
import { NothingShown } from './view/nothingShown.ts';
import { Overview } from './view/overview.ts';
import { Pictures } from './view/pictures.ts';
import { Toolbar } from './view/toolbar.ts';
import { UndatedShelf } from './view/undatedShelf.ts';

const LINKED_BY_HAND = 'linked by hand';

/** Puts the parts together: messages change the timeline, the timeline repaints, gestures send messages. */
export class TimelineApp {
  readonly timeline: Timeline;
  readonly #send: (message: FromTimeline) => void;
  readonly #pictures: Pictures;
  readonly #overview: Overview;
  readonly #toolbar: Toolbar;
  readonly #filter: FilterBar;
  readonly #panel: EventPanel;
  readonly #headers: LaneHeaders;
  readonly #shelf: UndatedShelf;
  /** What is selected by key, for those who hear the picture: its name alone is said only when the focus comes to it. */
  readonly #spoken = element('p', { class: 'hidden', attributes: { 'aria-live': 'polite' } });
  readonly #note = new Note();
  readonly #nothing: NothingShown;
  readonly #footer = footer(KEYS_HELP);
  readonly #tooltip = element('div', { class: 'tooltip', attributes: { role: 'tooltip' } });
  readonly #list: ListSection;
  readonly #message = element('div', { class: 'messages' });
  readonly #body: HTMLElement;
  #isLoaded = false;
  /** What the host knows to be selected. */
  #toldOf = '';
  #isFollowing = false;
  #shown: { readonly frame: Frame; readonly boxes: readonly LaneBox[] } | null = null;

  constructor(root: HTMLElement, send: (message: FromTimeline) => void) {
    this.#send = send;
    this.timeline = new Timeline(() => this.#changed());
    this.#panel = new EventPanel(this.timeline, send, {
      closed: () => this.#pictures.active.canvas.focus(),
      linked: (from, to) => this.#link(from, to),
    });
    this.#headers = new LaneHeaders(this.timeline);
    this.#pictures = new Pictures(this.timeline, {
      open: (selection) => this.#panel.open(selection),
      hover: (selection, at) => this.#hover(selection, at),
      moved: () => (this.#tooltip.hidden = true),
      marked: () => send({ type: 'selectRange', range: this.timeline.range }),
      key: (event) => this.#key(event),
      painted: (frame, boxes) => this.#painted(frame, boxes),
    });
    this.#overview = new Overview(this.timeline);
    this.#shelf = new UndatedShelf({
      open: (id) => this.#panel.open({ kind: 'pin', id }, true),
      openQuery: (query) => send({ type: 'openQuery', query }),
    });
    this.#filter = new FilterBar(this.timeline, {
      close: () => this.#panel.close(),
      need: (facet) => send({ type: 'facet', handle: this.timeline.events?.handle ?? 0, facet }),
    });
    this.#list = new ListSection(this.timeline, (selection) => this.#panel.open(selection, true));
    this.#nothing = new NothingShown(this.timeline, () => {
      this.#filter.clear();
      this.#pictures.active.canvas.focus();
    });
    this.#toolbar = this.#makeToolbar(send);
    root.addEventListener('keydown', (event) => this.#editKey(event));
    for (const press of ['keydown', 'pointerdown'])
      root.addEventListener(press, () => this.#note.say(''), { capture: true });
    this.#tooltip.hidden = true;
    const lanes = element('div', { class: 'scroller' }, this.#headers.root, this.#pictures.root);
    lanes.append(this.#tooltip, this.#nothing.root);
    lanes.addEventListener('scroll', () => this.#pictures.refresh(), { passive: true });
    this.#body = element(
      'main',
      {},
      element(
        'div',
        { class: 'chart' },
        this.#pictures.headings,
        lanes,
        this.#overview.root,
        this.#shelf.root,
        this.#list.root,
      ),
      this.#panel.root,
    );
    // Not while painting: what was just written into the page would be laid out once more.
    new ResizeObserver(() => {
      this.#overview.alignWith(this.#pictures.root);
      this.#pictures.refresh();
    }).observe(this.#pictures.root);
    root.append(
      this.#toolbar.root,
      this.#message,
      this.#body,
      this.#note.root,
      this.#footer.root,
      this.#spoken,
    );
    this.#state(loadingState('Waiting for the case'));
  }

  receive(message: ToTimeline): void {
    switch (message.type) {
      case 'loading':
        if (!this.#isLoaded) this.#state(loadingState(message.what));
        break;
      case 'observed':
        this.#isLoaded = true;
        this.#footer.setNotice(`ATT&CK Enterprise ${message.attack.version}. ${message.attack.notice}`);
        this.#panel.hide();
        this.timeline.load(
          'packed' in message.events ? unpackObserved(message.events) : message.events,
          message.attack,
        );
        this.#filter.reset();
        for (const piece of this.timeline.warming()) requestIdleCallback(piece);
        break;
      case 'curated':
        this.#toolbar.setHistory(message.history);
        this.timeline.setCurated(message.events, message.story);
        this.#panel.curatedChanged();
        break;
      case 'notObserved':
        this.timeline.setGaps(message.gaps);
        break;
      case 'facet':
        this.timeline.addFacet(message.facet);
        this.#filter.facetCame(message.facet.facet);
        break;
      case 'compose':
        this.#panel.compose();
        break;
      case 'capture':
        void this.#capture(message.request);
        break;
      case 'details':
        this.#panel.details(message.request, message.details, message.error);
        break;
      case 'zone':
        this.timeline.setZone(message.zone);
        this.#panel.refresh();
        break;
      case 'reveal':
        this.#panel.open({ kind: 'pin', id: message.id });
        break;
      case 'say':
        this.#note.say(message.text);
        break;
      case 'follow':
        this.#follow(message.target);
        break;
      case 'failed':
        this.#state(failedState(message.message, message.next, () => this.#send({ type: 'ready' })));
        break;
    }
  }

  /** A message that is not of the protocol: the two ends are of different versions. */
  receiveUnknown(): void {
    if (!this.#isLoaded)
      this.#state(
        failedState('The editor sent something that this page does not know.', ['Reload the window.']),
      );
  }

  #makeToolbar(send: (message: FromTimeline) => void): Toolbar {
    return new Toolbar(this.timeline, this.#filter, {
      zoneChanged: () => send({ type: 'zone', zone: this.timeline.zone }),
      listToggled: (shown) => this.#list.show(shown),
      filterToggled: () => {
        if (this.#panel.shows === 'filter') this.#panel.close();
        else this.#panel.filter(this.#filter.panel());
      },
      storyToggled: () => {
        if (this.#panel.shows === 'story') this.#panel.close();
        else this.#panel.story();
      },
      windowOpened: () => this.#pictures.active.canvas.focus(),
      added: () => this.#panel.compose(),
      undone: () => send({ type: 'undo' }),
      redone: () => send({ type: 'redo' }),
      exported: () => send({ type: 'export' }),
      rangeQueried: () => {
        const { events, range } = this.timeline;
        if (events && range) send({ type: 'openQuery', query: rangeQuery(events, range) });
      },
      linkGivenUp: () => {
        this.timeline.setCause(null);
        this.#pictures.active.canvas.focus();
      },
      rangeCleared: () => {
        this.timeline.setRange(null);
        send({ type: 'selectRange', range: null });
      },
    });
  }

  async #capture(request: number): Promise<void> {
    for (const picture of this.#pictures.all) picture.paint(true);
    if (!this.#shown) return;
    const canvases = this.#pictures.all.map(({ canvas }) => canvas);
    const png = await capturePng(this.timeline, canvases, this.#shown, this.#pictures.theme);
    if (png) this.#send({ type: 'captured', request, png, drawings: toDrawings(this.timeline) });
  }

  #changed(): void {
    if (!this.#isLoaded) return;
    if (this.timeline.isEmpty) {
      this.#state(emptyState((offer) => this.#send({ type: 'offer', offer })));
      return;
    }
    const isFirst = !this.#message.hidden;
    this.#state(null);
    if (isFirst && document.activeElement === document.body) this.#pictures.active.canvas.focus();
    this.#toolbar.update();
    this.#nothing.update();
    this.#shelf.update(this.timeline);
    this.#pictures.refresh();
    this.#describe();
    this.#tell();
  }

  #state(message: HTMLElement | null): void {
    const isSame = message === null && this.#message.hidden;
    if (isSame) return;
    this.#message.replaceChildren(...(message ? [message] : []));
    this.#message.hidden = message === null;
    this.#body.hidden = this.#toolbar.root.hidden = this.#footer.root.hidden = message !== null;
  }

  /** Selects what another view has; the details follow where they are open. */
  #follow(target: TimelineTarget): void {
    this.#isFollowing = true;
    const isHere = this.timeline.selectTarget(target);
    this.#isFollowing = false;
    if (!isHere) return;
    const { selection } = this.timeline;
    if (selection && this.#panel.shows === 'event') this.#panel.open(selection);
  }

  /** Tells the host what is selected, once. */
  #tell(): void {
    const target = this.timeline.target();
    const told = JSON.stringify(target);
    if (told === this.#toldOf) return;
    this.#toldOf = told;
    if (target && !this.#isFollowing) this.#send({ type: 'selected', target });
  }

  #painted(frame: Frame, boxes: readonly LaneBox[]): void {
    this.#shown = { frame, boxes };
    this.#headers.update(this.timeline, frame, boxes);
    this.#overview.paint(this.#pictures.theme);
    this.#list.update();
  }

  #key(event: KeyboardEvent): void {
    this.#tooltip.hidden = true;
    const done = pressKey(event, this.timeline, {
      open: (selection) => this.#panel.open(selection, true),
      close: () => this.#panel.close(),
      pin: () => {
        const target = this.timeline.target();
        if (target?.kind === 'observed') this.#send({ type: 'pin', target });
      },
      link: (from, to) => this.#link(from, to),
      search: () => this.#filter.search.focus(),
      say: (text) => this.#note.say(text),
    });
    if (!done) return;
    event.preventDefault();
    // Where a window was opened or closed, the keys go on in the one that is active now.
    if (document.activeElement === event.target || document.activeElement === document.body)
      this.#pictures.active.canvas.focus();
  }

  /** Says where the picture is: the lane, and what is selected, whoever selected it. */
  #describe(): void {
    const { selection, lanes, focusedLane } = this.timeline;
    const isDated = selection !== null && this.timeline.selectedTime() !== null;
    const what = isDated ? `, ${wordsOf(this.timeline, selection)}` : '';
    const label = `Timeline, ${lanes[focusedLane]?.name ?? ''}${what}`;
    const { canvas } = this.#pictures.active;
    if (canvas.ariaLabel === label) return;
    canvas.ariaLabel = label;
    if (document.activeElement === canvas) this.#spoken.textContent = label.replace(/^Timeline, /, '');
  }

  #link(from: string, to: string): void {
    this.#send({ type: 'link', from, to, state: 'accepted', reason: LINKED_BY_HAND });
  }

  /** Undo and redo of edits; a field that is being written in has its own. */
  #editKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const key = event.key.toLowerCase();
    const what = key === 'z' ? (event.shiftKey ? 'redo' : 'undo') : key === 'y' ? 'redo' : null;
    if (what === null) return;
    event.preventDefault();
    this.#send({ type: what });
  }

  #hover(selection: Selection | null, at: { readonly x: number; readonly y: number }): void {
    this.#tooltip.hidden = selection === null;
    if (!selection) return;
    this.#tooltip.textContent = wordsOf(this.timeline, selection);
    const room = this.#pictures.root.parentElement?.clientWidth ?? 0;
    this.#tooltip.style.left = `${Math.max(0, Math.min(at.x + 12, room - 330))}px`;
    this.#tooltip.style.top = `${at.y + 16}px`;
  }
}
