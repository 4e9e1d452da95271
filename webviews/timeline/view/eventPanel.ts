import type { EventDetails, FromTimeline, TimelineTarget } from '../../../src/protocol/timeline.ts';
import { timeText } from '../../../src/picture/axis.ts';
import { counted } from '../../../src/base/counts.ts';
import { unturned } from '../../../src/base/visible.ts';
import { button, element } from '../../shared/dom.ts';
import type { Selection, Timeline } from '../model/timeline.ts';
import { detailsPanel, heading } from './details.ts';
import { editForm } from './editForm.ts';
import { stretchList } from './eventList.ts';
import { loadingState } from './messages.ts';
import { storyPanel } from './storyPanel.ts';

interface PanelActions {
  readonly closed: () => void;
  /** One pin led to another, as a person says. */
  readonly linked: (from: string, to: string) => void;
}

/** The panel beside the picture: one event, several on one pixel, a form, the story, or the filter. */
export class EventPanel {
  readonly root = element('aside', {
    class: 'panel',
    attributes: { 'aria-label': 'Details', tabindex: '-1' },
  });
  readonly #timeline: Timeline;
  readonly #send: (message: FromTimeline) => void;
  readonly #actions: PanelActions;
  #requests = 0;
  /** The request whose answer is awaited, and what it is about. */
  #awaited: { readonly request: number; readonly target: TimelineTarget } | null = null;
  #shown: { readonly details: EventDetails; readonly target: TimelineTarget } | null = null;
  #shows: 'event' | 'form' | 'story' | 'filter' | 'stretch' | null = null;

  constructor(timeline: Timeline, send: (message: FromTimeline) => void, actions: PanelActions) {
    this.#timeline = timeline;
    this.#send = send;
    this.#actions = actions;
    this.root.hidden = true;
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  get shows(): 'event' | 'form' | 'story' | 'filter' | 'stretch' | null {
    return this.#shows;
  }

  open(selection: Selection, toPanel = false): void {
    this.#timeline.select(selection);
    const target = this.#timeline.target(selection);
    if (target) {
      this.#request(target);
      this.#show('event', [
        heading(wordsOf(this.#timeline, selection), { close: () => this.close() }),
        loadingState('Reading the event'),
      ]);
    } else if (selection.kind === 'stretch') {
      this.#forget();
      this.#show('stretch', this.#stretch(selection));
    }
    if (toPanel) this.root.focus();
  }

  story(): void {
    this.#forget();
    this.#show(
      'story',
      storyPanel(this.#timeline, {
        close: () => this.close(),
        open: (id) => this.open({ kind: 'pin', id }, true),
        link: (from, to, state, reason) => this.#send({ type: 'link', from, to, state, reason }),
        openQuery: (query) => this.#send({ type: 'openQuery', query }),
        compose: () => this.compose(),
      }),
    );
  }

  filter(children: readonly HTMLElement[]): void {
    this.#forget();
    this.#show('filter', children);
  }

  /** The form for an event that is no row of an answer; its time is that of the selection. */
  compose(): void {
    this.#forget();
    const time = this.#timeline.selectedTime();
    const form = editForm(
      {
        title: '',
        time: time === null ? null : new Date(time).toISOString(),
        end: null,
        severity: 'medium',
        note: '',
        techniques: [],
      },
      this.#timeline.attack,
      {
        save: (event) => {
          this.#send({ type: 'add', event });
          this.close();
        },
        cancel: () => this.close(),
      },
    );
    this.#show('form', [heading('Add an event', { close: () => this.close() }), form]);
    form.querySelector('input')?.focus();
  }

  /** The curated layer has changed: whether the event shown is pinned, and what the story says. */
  curatedChanged(): void {
    if (this.#shows === 'story') this.#keepingFocus(() => this.story());
    else if (this.#shown && this.#shows === 'event') this.#request(this.#shown.target);
  }

  details(request: number, details: EventDetails | null, error: string): void {
    if (this.#awaited?.request !== request) return;
    const { target } = this.#awaited;
    this.#awaited = null;
    if (!details) {
      this.#shown = null;
      this.#show('event', [
        heading('This event could not be read', { close: () => this.close() }),
        element('p', { attributes: { role: 'alert' } }, error),
      ]);
      return;
    }
    this.#shown = { details, target };
    this.refresh();
  }

  refresh(): void {
    if (!this.#shown || this.#shows !== 'event') return;
    const { details, target } = this.#shown;
    this.#keepingFocus(() =>
      this.#show(
        'event',
        detailsPanel(details, this.#timeline, {
          close: () => this.close(),
          pin: () => this.#send({ type: 'pin', target }),
          unpin: (id) => this.#send({ type: 'unpin', id }),
          edit: (id) => this.#edit(id),
          openQuery: (query) => this.#send({ type: 'openQuery', query }),
          copy: (text) => this.#send({ type: 'copy', text }),
          open: (id) => this.open({ kind: 'pin', id }, true),
          unlink: (from, to, reason) => this.#send({ type: 'link', from, to, state: null, reason }),
          link: (id) => this.#link(id),
        }),
      ),
    );
  }

  close(): void {
    this.hide();
    this.#timeline.select(null);
    this.#actions.closed();
  }

  hide(): void {
    this.root.hidden = true;
    this.#shows = null;
    this.#forget();
  }

  #edit(id: string): void {
    const event = this.#timeline.curatedEvent(id);
    if (!event) return;
    const back = (): void => this.open({ kind: 'pin', id }, true);
    const form = editForm(event, this.#timeline.attack, {
      save: (edited) => {
        this.#send({ type: 'edit', id, event: edited });
        back();
      },
      cancel: back,
    });
    this.#show('form', [heading('Edit event', { close: () => this.close() }), form]);
    form.querySelector('input')?.focus();
  }

  #link(id: string): void {
    const { cause } = this.#timeline;
    if (cause && cause.id !== id) this.#actions.linked(cause.id, id);
    this.#timeline.setCause(cause ? null : id);
    // To the picture, where the effect is chosen.
    if (!cause) this.close();
  }

  #request(target: TimelineTarget): void {
    const request = ++this.#requests;
    this.#awaited = { request, target };
    this.#send({ type: 'requestDetails', request, target });
  }

  #stretch(selection: Selection & { readonly kind: 'stretch' }): HTMLElement[] {
    const { lane, from, to } = selection;
    const timeline = this.#timeline;
    const start = timeline.lanes[lane]?.timeAt(from) ?? 0;
    const end = timeline.lanes[lane]?.timeAt(to - 1) ?? start;
    const air = Math.max(1, (end - start) * 0.1);
    const zoom = button('Zoom to These', () => timeline.look({ start: start - air, end: end + air }), {
      class: 'primary',
    });
    return [
      heading(wordsOf(timeline, selection), { close: () => this.close() }),
      element('p', { class: 'when' }, `${timeText(start, timeline.zone)} to ${timeText(end, timeline.zone)}`),
      element('div', { class: 'actions' }, ...(end > start ? [zoom] : [])),
      stretchList(timeline, lane, from, to, (chosen) => this.open(chosen, true)),
    ];
  }

  #show(what: NonNullable<EventPanel['shows']>, children: readonly HTMLElement[]): void {
    this.root.replaceChildren(...children);
    this.root.hidden = false;
    this.#shows = what;
  }

  #keepingFocus(change: () => void): void {
    const focused = this.root.contains(document.activeElement);
    change();
    if (focused) this.root.focus();
  }

  #forget(): void {
    this.#shown = null;
    this.#awaited = null;
  }
}

/** A selection in a line. */
export function wordsOf(timeline: Timeline, selection: Selection): string {
  return unturned(plainWords(timeline, selection));
}

function plainWords(timeline: Timeline, selection: Selection): string {
  const { zone, lanes, curated } = timeline;
  if (selection.kind === 'pin') {
    const pin = curated.pins.find(({ id }) => id === selection.id);
    if (pin) return `${timeText(pin.time, zone)} ${pin.title}`;
    return timeline.curatedEvent(selection.id)?.title ?? 'Pinned event';
  }
  const lane = lanes[selection.lane];
  if (!lane) return '';
  if (selection.kind === 'stretch')
    return `${counted(selection.to - selection.from, 'event')} of ${lane.name}`;
  const rule = timeline.ruleAt(lane, selection.at);
  const when = timeText(lane.timeAt(selection.at), zone);
  const table = timeline.tableAt(lane, selection.at);
  return `${when} ${rule ? `${rule.technique} ${rule.title}`.trim() : 'event'} (${table})`;
}
