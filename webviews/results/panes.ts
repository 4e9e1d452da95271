import type { AnswerColumn, Cell } from '../../src/domain/answer.ts';
import type { Entity } from '../../src/domain/entity.ts';
import { entityOf } from '../../src/domain/entityColumns.ts';
import type { ColumnProfile } from '../../src/domain/result.ts';
import type { ResultsZone } from '../../src/protocol/results.ts';
import { counted, formatCount } from '../../src/base/counts.ts';
import { cellText } from './cellText.ts';
import type { Columns } from './columns.ts';
import { button, element } from './dom.ts';
import { treeOf } from './tree.ts';

/** What a pivot from a cell brings. */
export function aboutEntity({ kind }: Entity): string {
  return `What the logs have on this ${kind.replaceAll('-', ' ')}`;
}

/** All values of a row, dynamic ones as trees; entities lead to what else the logs say of them. */
export function rowPane(
  columns: readonly AnswerColumn[],
  row: readonly Cell[],
  zone: ResultsZone,
  on: { pivot(column: number): void; record(): void },
): readonly HTMLElement[] {
  const list = element('dl', 'azr-values');
  columns.forEach((column, index) => {
    const cell = row[index] ?? null;
    const term = element('dt', '', column.name, { title: column.type });
    const value = element('dd', cell === null ? 'null' : '');
    if (typeof cell === 'object' && cell !== null) value.append(treeOf(cell));
    else value.textContent = cellText(cell, column, zone);
    const entity = entityOf(column.name, cell);
    if (entity)
      value.append(
        ' ',
        button('Query', 'azr-link', aboutEntity(entity), () => on.pivot(index)),
      );
    list.append(term, value);
  });
  return [
    button('Show Event Record', '', 'The raw record behind the row, and where it came from', () =>
      on.record(),
    ),
    list,
  ];
}

export interface ColumnActions {
  sort(descending: boolean): void;
  filter(text: string): void;
  hide(): void;
  widen(by: number): void;
}

/** What can be done with a column. */
export function columnActions(actions: ColumnActions): HTMLElement {
  const bar = element('div', 'azr-buttons');
  bar.append(
    button('Sort ↑', '', 'Smallest first', () => actions.sort(false)),
    button('Sort ↓', '', 'Greatest first', () => actions.sort(true)),
    button('Hide', '', 'Hide this column', () => actions.hide()),
    button('Wider', '', 'Make the column wider', () => actions.widen(60)),
    button('Narrower', '', 'Make the column narrower', () => actions.widen(-60)),
  );
  return bar;
}

/** What a column holds, over the rows in view; a value leads to its rows. */
export function profilePane(
  column: AnswerColumn,
  profile: ColumnProfile,
  zone: ResultsZone,
  onFilter: (text: string) => void,
): HTMLElement {
  const { rows, empty, distinct, least, greatest, mean, top } = profile;
  const box = element('div', '');
  const facts: (readonly [string, string])[] = [
    ['Rows', formatCount(rows)],
    ['Distinct values', formatCount(distinct)],
    ['Empty', rows === 0 ? '0' : `${formatCount(empty)} (${((empty / rows) * 100).toFixed(1)} %)`],
    ...(least === null ? [] : [['Least', cellText(least, column, zone)] as const]),
    ...(greatest === null ? [] : [['Greatest', cellText(greatest, column, zone)] as const]),
    ...(mean === null ? [] : [['Mean', String(Number(mean.toPrecision(8)))] as const]),
  ];
  const list = element('dl', 'azr-facts');
  for (const [name, value] of facts) list.append(element('dt', '', name), element('dd', '', value));
  box.append(list, element('h5', '', top.length < distinct ? `Most frequent ${top.length}` : 'Values'));
  const most = Math.max(1, ...top.map((each) => each.rows));
  for (const { value, rows: count } of top) {
    const text = cellText(value, column, zone);
    const bar = button(
      '',
      'azr-top',
      `${text.slice(0, 400)}: ${counted(count, 'row')}. Select to filter.`,
      () => onFilter(`=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`),
    );
    const fill = element('span', 'fill');
    fill.style.width = `${(count / most) * 100}%`;
    bar.append(
      fill,
      element('span', 'text', text.slice(0, 200)),
      element('span', 'count', formatCount(count)),
    );
    box.append(bar);
  }
  return box;
}

/** Which columns are shown. */
export function chooserPane(columns: Columns, changed: () => void): readonly HTMLElement[] {
  const list = element('div', 'azr-choices');
  const search = element('input', 'azr-search', '', {
    type: 'search',
    placeholder: 'Find a column',
    'aria-label': 'Find a column',
  });
  const draw = (): void => {
    const wanted = search.value.toLowerCase();
    list.replaceChildren(
      ...columns.all.flatMap(({ name, type }, index) => {
        if (!name.toLowerCase().includes(wanted)) return [];
        const box = element('input', '', '', { type: 'checkbox' });
        box.checked = columns.isShown(index);
        box.addEventListener('change', () => {
          columns.setShown(index, box.checked);
          box.checked = columns.isShown(index);
          changed();
        });
        const label = element('label', '');
        label.append(box, ` ${name} `, element('span', 'kind', type));
        return [label];
      }),
    );
  };
  search.addEventListener('input', draw);
  draw();
  const changeAll = (change: () => void): (() => void) => {
    return () => {
      change();
      draw();
      changed();
    };
  };
  const buttons = element('div', 'azr-buttons');
  buttons.append(
    button(
      'Show All',
      '',
      'Show every column',
      changeAll(() => columns.showAll()),
    ),
    button(
      'Hide All',
      '',
      'Hide every column but the first, to choose from',
      changeAll(() => columns.hideAll()),
    ),
  );
  return [search, buttons, list];
}
