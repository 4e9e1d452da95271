import { element } from './dom.ts';

/** Beside the grid: one thing at a time, with a name and a way to close it. */
export class Pane {
  readonly root = element('aside', 'azr-pane', '', { hidden: '', tabindex: '-1' });
  readonly #closed: () => void;
  readonly #title = element('h4', '');
  readonly #content = element('div', 'azr-pane-content');

  /** `closed` is where the keyboard goes back. */
  constructor(closed: () => void) {
    this.#closed = closed;
    const close = element('button', 'azr-icon', '✕', {
      type: 'button',
      title: 'Close',
      'aria-label': 'Close',
    });
    close.addEventListener('click', () => this.close());
    const head = element('div', 'azr-pane-head');
    head.append(this.#title, close);
    this.root.append(head, this.#content);
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') this.close();
    });
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** False once it was closed or shows something else. */
  isShowing(title: string): boolean {
    return this.isOpen && this.#title.textContent === title;
  }

  show(title: string, ...content: readonly Node[]): void {
    this.#title.textContent = title;
    this.root.setAttribute('aria-label', title);
    this.#content.replaceChildren(...content);
    this.root.hidden = false;
    this.root.focus({ preventScroll: true });
  }

  close(): void {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.#content.replaceChildren();
    this.#closed();
  }
}
