import type { HistoryShown } from '../../../src/protocol/timeline.ts';
import { counted, formatCount } from '../../../src/base/counts.ts';
import { button, element, signButton } from '../../shared/dom.ts';
import { durationText, timeText } from '../../../src/picture/axis.ts';
import { length } from '../../../src/picture/span.ts';
import { isFiltering } from '../model/filter.ts';
import type { Timeline } from '../model/timeline.ts';
import type { FilterBar } from './filterBar.ts';
import { windowMenu } from './windowMenu.ts';

export interface ToolbarActions {
  readonly zoneChanged: () => void;
  readonly listToggled: (shown: boolean) => void;
  readonly filterToggled: () => void;
  readonly storyToggled: () => void;
  readonly windowOpened: () => void;
  readonly added: () => void;
  readonly undone: () => void;
  readonly redone: () => void;
  readonly exported: () => void;
  readonly rangeQueried: () => void;
  readonly rangeCleared: () => void;
  readonly linkGivenUp: () => void;
}

/** What is shown, and the commands on it. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #span = element('span', { class: 'span', attributes: { 'aria-live': 'polite' } });
  readonly #counts = element('span', { class: 'counts' });
  readonly #zone: HTMLButtonElement;
  readonly #range: HTMLElement;
  readonly #link: HTMLElement;
  readonly #cause = element('span', { class: 'cause' });
  readonly #timeline: Timeline;
  readonly #mode: HTMLSelectElement;
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #lanes: HTMLButtonElement;

  constructor(timeline: Timeline, filter: FilterBar, actions: ToolbarActions) {
    this.#timeline = timeline;
    this.#zone = button('UTC', () => {
      timeline.setZone(timeline.zone === 'utc' ? 'local' : 'utc');
      actions.zoneChanged();
    });
    this.#zone.title = 'Show times in UTC or in local time';
    const list = button('List', () => actions.listToggled(press(list)), {
      title: 'The same events as a list',
      attributes: { 'aria-pressed': 'false' },
    });
    const empty = button('Empty lanes', () => timeline.showEmptyLanes(press(empty)), {
      title: 'Show tactics that have no event',
      attributes: { 'aria-pressed': 'false' },
    });
    this.#range = element(
      'span',
      { class: 'range' },
      button('Query This Window', actions.rangeQueried),
      button('Clear', actions.rangeCleared),
    );
    this.#link = element(
      'span',
      { class: 'range', attributes: { role: 'status' } },
      this.#cause,
      button('Give Up', actions.linkGivenUp, { title: 'Link nothing' }),
    );
    this.#mode = filter.mode;
    this.#undo = signButton('↶', 'Undo', actions.undone);
    this.#redo = signButton('↷', 'Redo', actions.redone);
    this.#lanes = button('All Lanes', () => timeline.arrange((order) => order.showAll()), {
      title: 'Show hidden lanes and undo the arrangement',
    });
    const middle = (): number => timeline.selectedTime() ?? (timeline.span.start + timeline.span.end) / 2;
    this.root = element(
      'div',
      { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Timeline' } },
      signButton('+', 'Zoom in', () => timeline.zoom(middle(), 0.5)),
      signButton('−', 'Zoom out', () => timeline.zoom(middle(), 2)),
      button('Everything', () => timeline.fit(), { title: 'Show all of the time' }),
      windowMenu(timeline, actions.windowOpened),
      this.#zone,
      this.#mode,
      filter.search,
      button('Filter', actions.filterToggled, { title: 'Choose values, with a count at each' }),
      button('Story', actions.storyToggled, { title: 'Stages, links and open questions' }),
      button('Add Event', actions.added),
      this.#undo,
      this.#redo,
      button('Export…', actions.exported),
      list,
      empty,
      this.#lanes,
      this.#range,
      this.#link,
      this.#span,
      this.#counts,
    );
  }

  setHistory({ undo, redo }: HistoryShown): void {
    for (const [sign, verb, what] of [
      [this.#undo, 'Undo', undo],
      [this.#redo, 'Redo', redo],
    ] as const) {
      sign.disabled = what === '';
      sign.title = what === '' ? `Nothing to ${verb.toLowerCase()}` : `${verb} ${what}`;
      sign.setAttribute('aria-label', sign.title);
    }
  }

  update(): void {
    const { span, zone, range, events, curated } = this.#timeline;
    setText(this.#zone, zone === 'utc' ? 'UTC' : 'Local');
    this.#range.hidden = range === null;
    const { cause } = this.#timeline;
    this.#link.hidden = cause === undefined;
    setText(this.#cause, cause ? `“${cause.title}” led to: choose a pinned event and press L` : '');
    const shown = range ?? span;
    const what = range ? 'Marked: ' : '';
    setText(
      this.#span,
      `${what}${timeText(shown.start, zone).slice(0, 19)} – ${timeText(shown.end, zone).slice(0, 19)} ` +
        `${zone === 'utc' ? 'UTC' : 'local'} (${durationText(length(shown))})`,
    );
    this.#mode.value = this.#timeline.mode;
    this.#lanes.hidden = !this.#timeline.order.isChanged;
    const filtering = isFiltering(this.#timeline.filter);
    const undated = (events?.undated ?? 0) + curated.undated.length;
    setText(
      this.#counts,
      [
        filtering
          ? `${formatCount(this.#timeline.passing)} of ${counted(events?.count ?? 0, 'event')}`
          : counted(events?.count ?? 0, 'event'),
        counted(curated.pins.length + curated.undated.length, 'pin'),
        ...(undated > 0 ? [`${undated} without a time`] : []),
      ].join(' · '),
    );
  }
}

/** Turns a pressed state over and says what it is now. */
function press(toggle: HTMLButtonElement): boolean {
  const pressed = toggle.getAttribute('aria-pressed') !== 'true';
  toggle.setAttribute('aria-pressed', String(pressed));
  return pressed;
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
