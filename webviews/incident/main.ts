import {
  type FromIncident,
  type IncidentPage,
  parseToIncident,
  type ToIncident,
} from '../../src/protocol/incident.ts';
import { button, element } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import { redraw } from '../shared/redraw.ts';
import '../shared/buttons.css';
import './incident.css';

const found = document.getElementById('app');
if (!found) throw new Error('The page has no #app');
const root = found;
const host = new Host<ToIncident, FromIncident>(parseToIncident);

const SIGNS: Readonly<Record<string, string>> = { high: '▲', medium: '◆', low: '▽', informational: '○' };

function section(title: string, count: number, ...content: Node[]): readonly Node[] {
  if (count === 0) return [];
  return [element('section', {}, element('h2', {}, `${title} (${count})`), ...content)];
}

function list<T>(items: readonly T[], draw: (item: T) => readonly (Node | string)[]): Node {
  return element('ul', {}, ...items.map((item) => element('li', {}, ...draw(item))));
}

function draw(page: IncidentPage): readonly Node[] {
  const { severity, status, owner, ids } = page;
  return [
    element(
      'header',
      {},
      element('h1', {}, page.title),
      element(
        'p',
        { class: 'about' },
        element('span', { class: `severity ${severity}` }, `${SIGNS[severity] ?? ''} ${severity}`),
        ` · ${status} · ${owner === '' ? 'nobody owns it' : owner} · ${ids}`,
      ),
      element(
        'div',
        { class: 'actions' },
        ...page.next.map(({ action, label }, index) =>
          button(label, () => host.send({ type: 'act', action }), {
            ...(index === 0 && { class: 'primary' }),
            attributes: { 'data-key': `act/${action}` },
          }),
        ),
      ),
    ),
    ...page.problems.map((problem) => element('p', { class: 'problem' }, `⚠ ${problem}`)),
    ...(page.description === '' ? [] : [element('p', { class: 'description' }, page.description)]),
    element(
      'div',
      { class: 'columns' },
      element(
        'section',
        {},
        element('h2', {}, 'Facts'),
        element(
          'dl',
          {},
          ...page.facts.flatMap(({ name, value }) => [element('dt', {}, name), element('dd', {}, value)]),
        ),
      ),
      element(
        'section',
        {},
        element('h2', {}, 'Priority'),
        list(page.priority, (line) => [line]),
      ),
    ),
    ...section('Techniques', page.techniques.length, element('p', {}, page.techniques.join(', '))),
    ...section(
      'Entities',
      page.entities.length,
      list(page.entities, ({ kind, value, label, about }) => [
        element('span', { class: 'kind' }, about),
        ' ',
        button(label, () => host.send({ type: 'query', kind, value }), {
          class: 'link',
          title: label === value ? 'Query it in the case' : `${value}\nQuery it in the case`,
          attributes: { 'data-key': `entity/${kind}/${value}` },
        }),
      ]),
    ),
    ...section(
      'Alerts',
      page.alerts.length,
      list(page.alerts, ({ id, title, about }) => [
        button(
          title,
          () => {
            mark([id]);
            host.send({ type: 'select', alert: id });
          },
          {
            class: 'link',
            title: 'Select it in the other views',
            attributes: { 'data-alert': id, 'data-key': `alert/${id}` },
          },
        ),
        element('div', { class: 'quiet' }, about),
      ]),
    ),
    ...section(
      'Related incidents',
      page.related.length,
      list(page.related, ({ key, title, why }) => [
        button(title, () => host.send({ type: 'open', key }), {
          class: 'link',
          attributes: { 'data-key': `related/${key}` },
        }),
        element('div', { class: 'quiet' }, why),
      ]),
    ),
    ...section(
      'Tasks',
      page.tasks.length,
      list(page.tasks, ({ title, done }) => [`${done ? '☑' : '☐'} ${title}`]),
    ),
    ...section(
      'Bookmarks',
      page.bookmarks.length,
      list(page.bookmarks, ({ title, time }) => [title, element('div', { class: 'quiet' }, time)]),
    ),
    ...section(
      'Comments',
      page.comments.length,
      list(page.comments, ({ by, text }) => [
        element('div', { class: 'quiet' }, by),
        element('div', { class: 'text' }, text),
      ]),
    ),
  ];
}

/** What is shown, to tell what changes nothing of it. */
let shown = '';
let marked: readonly string[] = [];

/** Marks the alerts that are selected, and shows the first. */
function mark(alerts: readonly string[], reveal = true): void {
  marked = alerts;
  let first: Element | undefined;
  for (const alert of root.querySelectorAll<HTMLElement>('[data-alert]')) {
    const selected = alerts.includes(alert.dataset['alert'] ?? '');
    alert.ariaCurrent = String(selected);
    if (selected) first ??= alert;
  }
  if (reveal) first?.scrollIntoView({ block: 'nearest' });
}

function show(message: ToIncident): void {
  if (message.type === 'follow') {
    mark(message.alerts);
    return;
  }
  const before = shown;
  shown = message.type === 'incident' ? JSON.stringify(message.page) : '';
  if (message.type === 'loading')
    root.replaceChildren(
      element('p', { class: 'quiet', attributes: { role: 'status' } }, 'Reading the incident…'),
    );
  else if (message.type === 'incident') {
    if (shown === before) return;
    redraw(root, draw(message.page), '.actions button');
    mark(marked, false);
  } else
    root.replaceChildren(
      element('p', { class: 'problem', attributes: { role: 'alert' } }, `⚠ ${message.message}`),
      list(message.next, (line) => [line]),
      button('Try Again', () => host.send({ type: 'act', action: 'refresh' })),
    );
}

host.listen(show, () =>
  show({ type: 'failed', message: 'The page was sent something that it does not know.', next: [] }),
);
host.send({ type: 'ready' });
