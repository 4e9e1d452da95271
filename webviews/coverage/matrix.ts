import { element } from '../shared/dom.ts';
import { type Cell, cellSentence, type Column, type Matrix, signOf } from './model.ts';

/** Tactics as columns. One cell is in the order of Tab; arrows, Home and End move among all. */
export function drawMatrix(
  matrix: Matrix,
  chosen: string | undefined,
  onChoose: (cell: Cell) => void,
): HTMLElement {
  if (matrix.columns.length === 0)
    return element(
      'p',
      { class: 'empty' },
      'The filter leaves nothing: show all techniques, or choose another table.',
    );
  const drawn = matrix.columns.map((column) => column.cells.map((cell) => drawCell(cell, onChoose)));
  const all = drawn.flat();
  const first = all.find(({ dataset }) => dataset['id'] === chosen) ?? all[0];
  const focusable = (cell: HTMLElement | undefined): void => {
    if (!cell) return;
    for (const each of all) each.tabIndex = each === cell ? 0 : -1;
  };
  focusable(first);
  const made = element(
    'div',
    { class: 'matrix', attributes: { role: 'group', 'aria-label': 'Matrix of tactics and techniques' } },
    ...matrix.columns.map((column, index) => drawColumn(column, drawn[index] ?? [])),
  );
  made.addEventListener('keydown', (event) => {
    const at = placeOf(drawn, document.activeElement);
    const to = at && targetOf(drawn, at, event.key);
    if (!to) return;
    event.preventDefault();
    focusable(to);
    to.focus();
  });
  made.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && all.some((cell) => cell === target)) focusable(target);
  });
  return made;
}

type Drawn = readonly (readonly HTMLButtonElement[])[];

function placeOf(drawn: Drawn, element: Element | null): readonly [column: number, row: number] | undefined {
  for (const [column, cells] of drawn.entries()) {
    const row = cells.findIndex((cell) => cell === element);
    if (row >= 0) return [column, row];
  }
  return undefined;
}

function targetOf(
  drawn: Drawn,
  [column, row]: readonly [number, number],
  key: string,
): HTMLButtonElement | undefined {
  const own = drawn[column] ?? [];
  const beside = (step: number): HTMLButtonElement | undefined => {
    for (let at = column + step; at >= 0 && at < drawn.length; at += step) {
      const cells = drawn[at] ?? [];
      if (cells.length > 0) return cells[Math.min(row, cells.length - 1)];
    }
    return undefined;
  };
  switch (key) {
    case 'ArrowDown':
      return own[row + 1];
    case 'ArrowUp':
      return own[row - 1];
    case 'ArrowRight':
      return beside(1);
    case 'ArrowLeft':
      return beside(-1);
    case 'Home':
      return own[0];
    case 'End':
      return own.at(-1);
    default:
      return undefined;
  }
}

function drawColumn({ name, shortname, covered, total }: Column, cells: readonly HTMLElement[]): HTMLElement {
  const id = `tactic-${shortname}`;
  return element(
    'section',
    { class: 'tactic', attributes: { 'aria-labelledby': id } },
    element(
      'h3',
      { attributes: { id } },
      name,
      element('span', { class: 'quiet', title: `${covered} of ${total} covered` }, ` ${covered}/${total}`),
    ),
    element('ul', {}, ...cells.map((cell) => element('li', {}, cell))),
  );
}

function drawCell(cell: Cell, onChoose: (cell: Cell) => void): HTMLButtonElement {
  const { technique, score, isSub, isGap } = cell;
  const sentence = cellSentence(cell);
  const classes = ['cell', scoreClass(score), ...(isSub ? ['sub'] : []), ...(isGap ? ['gap'] : [])];
  const made = element(
    'button',
    {
      class: classes.join(' '),
      title: sentence,
      attributes: { type: 'button', 'aria-label': sentence, 'data-id': technique.id },
    },
    element('span', { class: 'sign' }, signOf(score)),
    element('span', { class: 'name' }, technique.name),
    ...(technique.seen ? [element('span', { class: 'seen' }, '◆')] : []),
  );
  made.addEventListener('click', () => onChoose(cell));
  return made;
}

function scoreClass(score: number | undefined): string {
  return score === undefined ? 'none' : score >= 100 ? 'full' : score > 0 ? 'half' : 'dead';
}
