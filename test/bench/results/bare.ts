import type { Cell } from '../../../src/domain/answer.ts';

/** The bare approach: all cells in the page, the rows in view drawn whole, every column of them. */
export function startBare(
  root: HTMLElement,
  rows: number,
  columns: number,
  cell: (row: number, column: number) => Cell,
): void {
  const height = 22;
  root.style.cssText = 'position:fixed;inset:0;overflow:auto';
  const body = document.createElement('div');
  body.style.cssText = `position:relative;height:${rows * height}px;width:${columns * 160}px`;
  root.append(body);
  const draw = (): void => {
    const first = Math.max(0, Math.floor(root.scrollTop / height) - 8);
    const last = Math.min(rows, first + Math.ceil(root.clientHeight / height) + 16);
    const drawn = document.createDocumentFragment();
    for (let row = first; row < last; row++) {
      const line = document.createElement('div');
      line.style.cssText = `position:absolute;top:${row * height}px;height:${height}px;white-space:nowrap`;
      for (let column = 0; column < columns; column++) {
        const made = document.createElement('span');
        made.style.cssText = 'display:inline-block;width:160px;overflow:hidden';
        made.textContent = String(cell(row, column));
        line.append(made);
      }
      drawn.append(line);
    }
    body.replaceChildren(drawn);
  };
  root.addEventListener('scroll', draw);
  draw();
}
