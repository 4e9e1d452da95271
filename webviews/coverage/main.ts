import {
  type CoverageEvent,
  type CoverageView,
  type FromCoverage,
  parseToCoverage,
  type ToCoverage,
} from '../../src/protocol/coverage.ts';
import { counted } from '../../src/base/counts.ts';
import { button, element } from '../shared/dom.ts';
import { Host } from '../shared/host.ts';
import '../shared/buttons.css';
import './coverage.css';
import { filterBar } from './filterBar.ts';
import { drawMatrix } from './matrix.ts';
import { type Cell, cellSentence, type CoverageFilter, type Matrix, matrixOf } from './model.ts';

const found = document.getElementById('app');
if (!found) throw new Error('The page has no #app');
const root = found;
const host = new Host<ToCoverage, FromCoverage>(parseToCoverage);

let filter: CoverageFilter = { severity: '', table: '', shown: 'relevant' };
let chosen: string | undefined;

function show(view: CoverageView): void {
  const matrix = matrixOf(view, filter);
  const details = element('section', {
    class: 'details',
    attributes: { 'aria-live': 'polite', 'aria-label': 'Chosen technique' },
  });
  const choose = (cell: Cell): void => {
    chosen = cell.technique.id;
    details.replaceChildren(...detailsOf(view, cell));
  };
  root.replaceChildren(
    head(view, matrix),
    filterBar(view, filter, (changed) => {
      filter = changed;
      show(view);
    }),
    view.rules.length === 0 ? noRules() : drawMatrix(matrix, chosen, choose),
    details,
    ...gaps(matrix, choose),
    ...events(view),
    element('p', { class: 'quiet notice' }, view.notice),
  );
  const cell = matrix.columns.flatMap(({ cells }) => cells).find(({ technique }) => technique.id === chosen);
  if (cell) choose(cell);
}

function head(view: CoverageView, matrix: Matrix): Node {
  const { where, attackVersion } = view;
  const rules = matrix.rules.length;
  return element(
    'header',
    {},
    element('h1', {}, `Coverage of ATT&CK ${attackVersion}`),
    element(
      'p',
      { class: 'about' },
      `${counted(rules, 'rule')} ${rules === 1 ? 'covers' : 'cover'} ${counted(matrix.covered, 'technique')}; ${counted(matrix.gaps.length, 'gap')}. `,
      where === ''
        ? 'Whether their data arrives is not known: open a case, or check a connection.'
        : `Data as it arrives in ${where}.`,
    ),
    element(
      'div',
      { class: 'actions' },
      button(
        'Export Navigator Layer…',
        () => host.send({ type: 'export', rules: matrix.rules.map(({ path }) => path) }),
        { class: 'primary' },
      ),
      button('Check a Connection…', () => host.send({ type: 'checkConnection' })),
      button('Refresh', () => host.send({ type: 'refresh' })),
    ),
  );
}

function noRules(): Node {
  return element(
    'div',
    { class: 'empty' },
    element('p', {}, 'This folder has no detection rules yet.'),
    button('New Rule…', () => host.send({ type: 'newRule' }), { class: 'primary' }),
  );
}

function detailsOf(view: CoverageView, cell: Cell): readonly Node[] {
  const { technique, rules } = cell;
  const inEvents = view.events.filter(({ rules: fired }) =>
    fired?.some((path) => rules.some((rule) => rule.path === path)),
  );
  return [
    element('h2', {}, `${technique.id} ${technique.name}`),
    element('p', { class: 'quiet' }, cellSentence(cell)),
    rules.length === 0
      ? element(
          'p',
          {},
          'No rule covers it. ',
          button('New Rule…', () => host.send({ type: 'newRule' })),
        )
      : element(
          'ul',
          {},
          ...rules.map(({ path, name, severity, why }) =>
            element(
              'li',
              {},
              button(name, () => host.send({ type: 'openRule', path }), { class: 'link' }),
              element('div', { class: 'quiet' }, `${severity} · ${why}`),
            ),
          ),
        ),
    ...(inEvents.length > 0
      ? [element('p', { class: 'quiet' }, `Fire on ${counted(inEvents.length, 'event')} of the timeline.`)]
      : []),
  ];
}

function gaps(matrix: Matrix, choose: (cell: Cell) => void): readonly Node[] {
  if (matrix.gaps.length === 0) return [];
  const items = matrix.gaps.map((cell) =>
    element(
      'li',
      {},
      button(`${cell.technique.id} ${cell.technique.name}`, () => choose(cell), { class: 'link' }),
    ),
  );
  return [
    element(
      'section',
      {},
      element('h2', {}, `Seen in the timeline and not covered (${items.length})`),
      element('ul', {}, ...items),
    ),
  ];
}

function events(view: CoverageView): readonly Node[] {
  if (!view.hasCase) return [];
  const title = element('h2', {}, `Events of the timeline (${view.events.length})`);
  if (view.events.length === 0)
    return [
      element(
        'section',
        {},
        title,
        element('p', {}, 'No event is pinned yet. Pin rows of an answer, and here is which rules find them.'),
      ),
    ];
  const names = new Map(view.rules.map(({ path, name }) => [path, name]));
  return [
    element(
      'section',
      {},
      title,
      element('ul', { class: 'events' }, ...view.events.map((event) => eventItem(event, names))),
    ),
  ];
}

function eventItem({ id, title, time, rules }: CoverageEvent, names: ReadonlyMap<string, string>): Node {
  const found =
    rules === null
      ? [element('span', { class: 'quiet' }, 'It is no single event of the logs: rules cannot be run on it.')]
      : rules.length > 0
        ? rules.map((path) =>
            button(`● ${names.get(path) ?? path}`, () => host.send({ type: 'openRule', path }), {
              class: 'link',
            }),
          )
        : [
            element('span', { class: 'warning' }, '○ No rule finds it '),
            button('New Rule from It…', () => host.send({ type: 'scaffold', event: id })),
          ];
  return element(
    'li',
    {},
    button(title, () => host.send({ type: 'reveal', event: id }), {
      class: 'link',
      title: 'Show on the timeline',
    }),
    element('span', { class: 'quiet' }, ` ${time}`),
    element('div', { class: 'found' }, ...found),
  );
}

function receive(message: ToCoverage): void {
  if (message.type === 'coverage') show(message.view);
  else if (message.type === 'loading')
    root.replaceChildren(element('p', { class: 'quiet', attributes: { role: 'status' } }, message.what));
  else
    root.replaceChildren(
      element('p', { class: 'warning', attributes: { role: 'alert' } }, `⚠ ${message.message}`),
      element('ul', {}, ...message.next.map((line) => element('li', {}, line))),
      button('Try Again', () => host.send({ type: 'refresh' })),
    );
}

host.listen(receive, () =>
  receive({ type: 'failed', message: 'The page was sent something that it does not know.', next: [] }),
);
host.send({ type: 'ready' });
