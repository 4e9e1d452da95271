import type { EventDetails, FromTimeline, TimelineTarget, ToTimeline } from '../../src/protocol/timeline.ts';
import { counted } from '../shared/count.ts';
import { button, element } from '../shared/dom.ts';
import type { Frame } from './draw/paintTimeline.ts';
import { timeText } from '../../src/picture/axis.ts';
import type { LaneBox } from './model/layout.ts';
import { rangeQuery } from './model/rangeQuery.ts';
import { type Selection, Timeline } from './model/timeline.ts';
import { type DetailsActions, detailsPanel, heading } from './view/details.ts';
import { eventList, stretchList } from './view/eventList.ts';
import { KEYS_HELP, pressKey } from './view/keys.ts';
import { LaneHeaders } from './view/laneHeaders.ts';
import { emptyState, failedState, footer, loadingState } from './view/messages.ts';
import { Overview } from './view/overview.ts';
import { Picture } from './view/picture.ts';
import { Toolbar } from './view/toolbar.ts';

/** Puts the parts together: messages change the timeline, the timeline repaints, gestures send messages. */
export class TimelineApp {
  readonly timeline: Timeline;
  readonly #send: (message: FromTimeline) => void;
  readonly #picture: Picture;
  readonly #overview: Overview;
  readonly #toolbar: Toolbar;
  readonly #headers = new LaneHeaders();
  readonly #footer = footer(KEYS_HELP);
  readonly #tooltip = element('div', { class: 'tooltip', attributes: { role: 'tooltip' } });
  readonly #panel = element('aside', {
    class: 'panel',
    attributes: { 'aria-label': 'Details', tabindex: '-1' },
  });
  readonly #list = element('section', { class: 'list', attributes: { 'aria-label': 'Events as a list' } });
  readonly #message = element('div', { class: 'messages' });
  readonly #body: HTMLElement;
  #requests = 0;
  /** The request whose answer is awaited, and what it is about. */
  #awaited: { readonly request: number; readonly target: TimelineTarget } | null = null;
  #shown: { readonly details: EventDetails; readonly target: TimelineTarget } | null = null;
  #listShown = false;
  #isLoaded = false;

  constructor(root: HTMLElement, send: (message: FromTimeline) => void) {
    this.#send = send;
    this.timeline = new Timeline(() => this.#changed());
    this.#picture = new Picture(this.timeline, {
      open: (selection) => this.#open(selection),
      hover: (selection, at) => this.#hover(selection, at),
      moved: () => (this.#tooltip.hidden = true),
      marked: () => send({ type: 'selectRange', range: this.timeline.range }),
      painted: (frame, boxes) => this.#painted(frame, boxes),
    });
    this.#overview = new Overview(this.timeline);
    this.#toolbar = new Toolbar(this.timeline, {
      zoneChanged: () => send({ type: 'zone', zone: this.timeline.zone }),
      listToggled: (shown) => this.#toggleList(shown),
      rangeQueried: () => {
        const { events, range } = this.timeline;
        if (events && range) send({ type: 'openQuery', query: rangeQuery(events, range) });
      },
      rangeCleared: () => {
        this.timeline.setRange(null);
        send({ type: 'selectRange', range: null });
      },
    });
    this.#picture.canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    this.#tooltip.hidden = this.#panel.hidden = this.#list.hidden = true;
    const lanes = element('div', { class: 'scroller' }, this.#headers.root, this.#picture.root);
    lanes.append(this.#tooltip);
    this.#body = element(
      'main',
      {},
      element('div', { class: 'chart' }, lanes, this.#overview.root, this.#list),
      this.#panel,
    );
    root.append(this.#toolbar.root, this.#message, this.#body, this.#footer.root);
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
        this.#closePanel();
        this.timeline.load(message.events, message.attack);
        break;
      case 'curated':
        this.timeline.setCurated(message.events);
        // Whether the event shown is pinned may have changed.
        if (this.#shown) this.#request(this.#shown.target);
        break;
      case 'details':
        this.#details(message.request, message.details, message.error);
        break;
      case 'zone':
        this.timeline.setZone(message.zone);
        this.#refreshPanel();
        break;
      case 'reveal':
        this.#open({ kind: 'pin', id: message.id });
        break;
      case 'failed':
        this.#state(failedState(message.message, message.next));
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

  #changed(): void {
    if (!this.#isLoaded) return;
    if (this.timeline.isEmpty) {
      this.#state(emptyState((offer) => this.#send({ type: 'offer', offer })));
      return;
    }
    this.#state(null);
    this.#toolbar.update();
    this.#picture.refresh();
  }

  #state(message: HTMLElement | null): void {
    const isSame = message === null && this.#message.hidden;
    if (isSame) return;
    this.#message.replaceChildren(...(message ? [message] : []));
    this.#message.hidden = message === null;
    this.#body.hidden = this.#toolbar.root.hidden = this.#footer.root.hidden = message !== null;
  }

  #painted(frame: Frame, boxes: readonly LaneBox[]): void {
    this.#headers.update(this.timeline, frame, boxes);
    this.#overview.paint(this.#picture.theme);
    if (this.#listShown) this.#fillList();
  }

  #key(event: KeyboardEvent): void {
    this.#tooltip.hidden = true;
    const done = pressKey(event, this.timeline, {
      open: (selection) => this.#open(selection, true),
      close: () => this.#close(),
      pin: () => this.#pinSelected(),
    });
    if (!done) return;
    event.preventDefault();
    const time = this.timeline.selectedTime();
    const lane = this.timeline.lanes[this.timeline.focusedLane];
    const what = this.timeline.selection && time !== null ? `, ${this.#words(this.timeline.selection)}` : '';
    this.#picture.canvas.setAttribute('aria-label', `Timeline, ${lane?.name ?? ''}${what}`);
  }

  #open(selection: Selection, toPanel = false): void {
    this.timeline.select(selection);
    const target = this.timeline.target(selection);
    if (target) {
      this.#request(target);
      this.#showPanel([
        heading(this.#words(selection), { close: () => this.#close() }),
        loadingState('Reading the event'),
      ]);
    } else if (selection.kind === 'stretch') {
      this.#awaited = null;
      this.#shown = null;
      this.#showPanel(this.#stretch(selection));
    }
    if (toPanel) this.#panel.focus();
  }

  #request(target: TimelineTarget): void {
    const request = ++this.#requests;
    this.#awaited = { request, target };
    this.#send({ type: 'requestDetails', request, target });
  }

  #stretch(selection: Selection & { readonly kind: 'stretch' }): HTMLElement[] {
    const { lane, from, to } = selection;
    const time = this.timeline.lanes[lane]?.index.time;
    const start = time?.[from] ?? 0;
    const end = time?.[to - 1] ?? start;
    return [
      heading(this.#words(selection), { close: () => this.#close() }),
      element(
        'p',
        { class: 'when' },
        `${timeText(start, this.timeline.zone)} to ${timeText(end, this.timeline.zone)}`,
      ),
      element(
        'div',
        { class: 'actions' },
        ...(end > start
          ? [
              button(
                'Zoom to These',
                () => {
                  const air = Math.max(1, (end - start) * 0.1);
                  this.timeline.look({ start: start - air, end: end + air });
                },
                { class: 'primary' },
              ),
            ]
          : []),
      ),
      stretchList(this.timeline, lane, from, to, (chosen) => this.#open(chosen, true)),
    ];
  }

  #details(request: number, details: EventDetails | null, error: string): void {
    if (this.#awaited?.request !== request) return;
    const { target } = this.#awaited;
    this.#awaited = null;
    if (!details) {
      this.#shown = null;
      this.#showPanel([
        heading('This event could not be read', { close: () => this.#close() }),
        element('p', { attributes: { role: 'alert' } }, error),
      ]);
      return;
    }
    this.#shown = { details, target };
    this.#refreshPanel();
  }

  #refreshPanel(): void {
    if (!this.#shown) return;
    const { details, target } = this.#shown;
    const actions: DetailsActions = {
      close: () => this.#close(),
      pin: () => this.#send({ type: 'pin', target }),
      unpin: (id) => this.#send({ type: 'unpin', id }),
      openQuery: (query) => this.#send({ type: 'openQuery', query }),
      copy: (text) => this.#send({ type: 'copy', text }),
    };
    const focused = this.#panel.contains(document.activeElement);
    this.#showPanel(detailsPanel(details, this.timeline.attack, this.timeline.zone, actions));
    if (focused) this.#panel.focus();
  }

  #showPanel(children: readonly HTMLElement[]): void {
    this.#panel.replaceChildren(...children);
    this.#panel.hidden = false;
  }

  #closePanel(): void {
    this.#panel.hidden = true;
    this.#shown = null;
    this.#awaited = null;
  }

  #close(): void {
    this.#closePanel();
    this.timeline.select(null);
    this.#picture.canvas.focus();
  }

  #pinSelected(): void {
    const target = this.timeline.target();
    if (target?.kind === 'observed') this.#send({ type: 'pin', target });
  }

  #toggleList(shown: boolean): void {
    this.#listShown = shown;
    this.#list.hidden = !shown;
    if (shown) this.#fillList();
  }

  #filledFor = '';

  #fillList(): void {
    const { span, zone, curated, events } = this.timeline;
    const key = [
      span.start,
      span.end,
      zone,
      events?.handle,
      curated.pins.map((pin) => pin.id).join(' '),
    ].join('|');
    if (key === this.#filledFor) return;
    this.#filledFor = key;
    this.#list.replaceChildren(...eventList(this.timeline, (selection) => this.#open(selection, true)));
  }

  #hover(selection: Selection | null, at: { readonly x: number; readonly y: number }): void {
    this.#tooltip.hidden = selection === null;
    if (!selection) return;
    this.#tooltip.textContent = this.#words(selection);
    const left = this.#picture.root.offsetLeft + at.x;
    const room = this.#picture.root.parentElement?.clientWidth ?? 0;
    this.#tooltip.style.left = `${Math.max(0, Math.min(left + 12, room - 330))}px`;
    this.#tooltip.style.top = `${at.y + 16}px`;
  }

  #words(selection: Selection): string {
    const { zone, lanes, curated } = this.timeline;
    if (selection.kind === 'pin') {
      const pin = curated.pins.find(({ id }) => id === selection.id);
      if (pin) return `${timeText(pin.time, zone)} ${pin.title}`;
      return this.timeline.curatedEvent(selection.id)?.title ?? 'Pinned event';
    }
    const lane = lanes[selection.lane];
    if (!lane) return '';
    if (selection.kind === 'stretch')
      return `${counted(selection.to - selection.from, 'event')} of ${lane.name}`;
    const rule = this.timeline.ruleAt(lane, selection.at);
    const when = timeText(lane.index.time[selection.at] ?? 0, zone);
    const table = this.timeline.tableAt(lane, selection.at);
    return `${when} ${rule ? `${rule.technique} ${rule.title}`.trim() : 'event'} (${table})`;
  }
}
