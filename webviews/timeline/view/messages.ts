import type { Severity } from '../../../src/domain/timelineEvent.ts';
import type { TimelineOffer } from '../../../src/protocol/timeline.ts';
import { button, element } from '../../shared/dom.ts';
import { severityText } from './details.ts';

/** What stands in place of a picture when the case has no event with a time. */
export function emptyState(offer: (offer: TimelineOffer) => void): HTMLElement {
  return element(
    'div',
    { class: 'message' },
    element('h2', {}, 'Nothing on the timeline yet'),
    element(
      'p',
      {},
      'The timeline shows every event of the case’s logs by the ATT&CK tactic that it is evidence of, and above ' +
        'them the events that you pin. Import logs, or pin rows from a notebook.',
    ),
    element(
      'div',
      { class: 'actions' },
      button('Import Logs…', () => offer('importLogs'), { class: 'primary' }),
      button('New Notebook', () => offer('newNotebook')),
      button('Open Sample Investigation', () => offer('openSample')),
    ),
  );
}

export function loadingState(what: string): HTMLElement {
  return element('div', { class: 'message', attributes: { role: 'status' } }, element('p', {}, `${what}…`));
}

/** @param retry where it can be tried again */
export function failedState(message: string, next: readonly string[], retry?: () => void): HTMLElement {
  return element(
    'div',
    { class: 'message', attributes: { role: 'alert' } },
    element('h2', {}, 'The timeline could not be shown'),
    element('p', {}, message),
    ...next.map((step) => element('p', {}, step)),
    ...(retry
      ? [element('div', { class: 'actions' }, button('Try Again', retry, { class: 'primary' }))]
      : []),
  );
}

/** What the shapes mean, how the keys work, and whose data the lanes are. */
export function footer(help: string): { root: HTMLElement; setNotice: (text: string) => void } {
  const notice = element('span', { class: 'notice' });
  const severities: readonly Severity[] = ['high', 'medium', 'low', 'informational'];
  const legend = element(
    'span',
    { class: 'legend' },
    ...severities.map((severity) =>
      element('span', { class: `severity ${severity}` }, severityText(severity)),
    ),
    element('span', {}, 'outlined: pinned'),
    element('span', {}, 'bar: how many, on a logarithmic scale'),
    element('span', {}, 'hatched: not observed'),
  );
  const keys = element(
    'details',
    { class: 'keys' },
    element('summary', {}, 'Keys'),
    element('span', { attributes: { id: 'keys' } }, help),
  );
  const root = element('footer', {}, legend, keys, notice);
  return { root, setNotice: (text) => (notice.textContent = text) };
}
