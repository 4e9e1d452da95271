import type { CoverageView } from '../../src/protocol/coverage.ts';
import { element } from '../shared/dom.ts';
import type { CoverageFilter, Shown } from './model.ts';

const SHOWN: readonly (readonly [Shown, string])[] = [
  ['relevant', 'Covered or seen'],
  ['gaps', 'Gaps'],
  ['all', 'All techniques'],
];
const SEVERITIES = ['High', 'Medium', 'Low', 'Informational'];

/** Choices of what the matrix shows; `onChange` gets the filter as a whole. */
export function filterBar(
  view: CoverageView,
  filter: CoverageFilter,
  onChange: (filter: CoverageFilter) => void,
): HTMLElement {
  const tables = [...new Set(view.rules.flatMap((rule) => rule.tables))].sort();
  const severities = SEVERITIES.filter((each) => view.rules.some(({ severity }) => severity === each));
  return element(
    'div',
    { class: 'filters', attributes: { role: 'group', 'aria-label': 'Filter' } },
    choice('Show', SHOWN, filter.shown, (value) => {
      const shown = SHOWN.find(([each]) => each === value)?.[0] ?? 'relevant';
      onChange({ ...filter, shown });
    }),
    choice(
      'Severity',
      [['', 'Any'], ...severities.map((each) => [each, each] as const)],
      filter.severity,
      (severity) => onChange({ ...filter, severity }),
    ),
    choice('Table', [['', 'Any'], ...tables.map((each) => [each, each] as const)], filter.table, (table) =>
      onChange({ ...filter, table }),
    ),
    element(
      'span',
      { class: 'legend quiet' },
      '● tests pass  ◐ no passing tests  ○ no data  · no rule  ◆ seen in the timeline',
    ),
  );
}

function choice(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const select = element(
    'select',
    { attributes: { 'aria-label': label } },
    ...options.map(([each, text]) => element('option', { attributes: { value: each } }, text)),
  );
  select.value = value;
  select.addEventListener('change', () => {
    onChange(select.value);
    // The page is drawn anew; who came by keyboard goes on where they were.
    document.querySelector<HTMLElement>(`select[aria-label="${label}"]`)?.focus();
  });
  return element('label', {}, `${label} `, select);
}
