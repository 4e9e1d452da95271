import type { EventLink } from '../../../src/domain/timelineEvent.ts';
import type { ShownEvent } from '../../../src/protocol/timeline.ts';
import { button, element } from '../../shared/dom.ts';
import { timeText } from '../../../src/picture/axis.ts';
import type { Timeline } from '../model/timeline.ts';
import { heading } from './details.ts';

export interface StoryActions {
  readonly close: () => void;
  readonly open: (id: string) => void;
  readonly link: (from: string, to: string, state: EventLink['state'] | null, reason: string) => void;
  readonly openQuery: (query: string) => void;
  readonly compose: () => void;
}

/** The curated events told in stages, with what led to what, what is proposed, and what is still open. */
export function storyPanel(timeline: Timeline, actions: StoryActions): HTMLElement[] {
  const { curated, story, attack } = timeline;
  const tacticName = (tactic: string): string =>
    attack?.tactics.find(({ shortname }) => shortname === tactic)?.name ??
    (tactic === '' ? 'No technique' : 'Responders');
  const titleOf = (id: string): string => timeline.curatedEvent(id)?.title ?? id;
  const parts: HTMLElement[] = [heading('Attack story', actions)];
  if (timeline.curatedEvents.length === 0)
    parts.push(
      element(
        'p',
        {},
        'Nothing is pinned yet. Pin rows of a notebook, marks of the picture, alerts or an incident; or add what you know by hand.',
      ),
      element('div', { class: 'actions' }, button('Add Event', actions.compose, { class: 'primary' })),
    );
  let stage: HTMLElement | null = null;
  let last: string | null = null;
  for (const pin of curated.pins) {
    if (pin.keys.tactic !== last || !stage) {
      last = pin.keys.tactic;
      stage = element('ol', { class: 'events' });
      parts.push(element('h3', {}, tacticName(pin.keys.tactic)), stage);
    }
    stage.append(stageItem(timeline, timeline.curatedEvent(pin.id), pin.time, titleOf, actions));
  }
  if (curated.undated.length > 0)
    parts.push(
      element('h3', {}, 'Undated'),
      element(
        'ul',
        { class: 'events' },
        ...curated.undated.map(({ id, title }) => element('li', {}, eventButton(title, id, actions))),
      ),
    );
  parts.push(
    ...section(
      'Proposed links',
      'No two events share a session, a token, a correlation id, or a caller and address.',
      story.proposed.map(({ from, to, reason }) =>
        element(
          'li',
          {},
          eventButton(titleOf(from), from, actions),
          element('span', { class: 'muted' }, 'may have led to'),
          eventButton(titleOf(to), to, actions),
          element('p', { class: 'muted' }, reason),
          button('Accept', () => actions.link(from, to, 'accepted', reason)),
          button('Reject', () => actions.link(from, to, 'rejected', reason)),
        ),
      ),
    ),
  );
  parts.push(
    ...section(
      'Open questions',
      'No question that is known here is open.',
      story.gaps.map(({ event, question, query }) =>
        element(
          'li',
          {},
          element('strong', {}, question),
          eventButton(titleOf(event), event, actions),
          button('Open Query', () => actions.openQuery(query)),
        ),
      ),
    ),
  );
  return parts;
}

function section(title: string, none: string, items: readonly HTMLElement[]): HTMLElement[] {
  return [
    element('h3', {}, `${title} (${items.length})`),
    items.length === 0 ? element('p', { class: 'muted' }, none) : element('ul', { class: 'story' }, ...items),
  ];
}

function stageItem(
  timeline: Timeline,
  event: ShownEvent | undefined,
  time: number,
  titleOf: (id: string) => string,
  actions: StoryActions,
): HTMLElement {
  const accepted = (event?.links ?? []).filter(({ state }) => state === 'accepted');
  return element(
    'li',
    {},
    eventButton(
      `${timeText(time, timeline.zone).slice(0, 19)}  ${event?.title ?? ''}`,
      event?.id ?? '',
      actions,
    ),
    ...accepted.map(({ from, reason }) =>
      element(
        'p',
        { class: 'muted' },
        `← ${titleOf(from)} (${reason}) `,
        button('Unlink', () => actions.link(from, event?.id ?? '', null, reason)),
      ),
    ),
  );
}

function eventButton(text: string, id: string, actions: StoryActions): HTMLButtonElement {
  return button(text, () => actions.open(id), { class: 'link' });
}
