import type { AnswerPayload, FromResults, ToResults } from '../../src/protocol/results.ts';
import { element } from './dom.ts';
import { Grid, shownColumns } from './grid.ts';
import { statusParts } from './statusText.ts';

/** With more columns than this, those without any value are hidden until asked for. */
const MANY_COLUMNS = 12;

/** An answer in a cell's output: a line that says what it is, its rows, and what can be done with them. */
export class AnswerView {
  readonly root = element('div', 'azr');
  private readonly answer: AnswerPayload;
  private readonly grid: Grid | undefined;
  private readonly live = element('div', 'azr-live', '', { 'aria-live': 'polite' });
  private readonly pin = button(
    'Pin to Timeline',
    'main',
    'Pin the selected rows to the timeline of the case',
  );
  private readonly record = button(
    'Show Event Record',
    '',
    'The raw record behind the row, and where it came from',
  );
  private readonly copy = button('Copy', '', 'Copy the selected rows as tab-separated text');
  private readonly post: (message: FromResults) => void;

  constructor(answer: AnswerPayload, post: (message: FromResults) => void) {
    this.answer = answer;
    this.post = post;
    const hidden = answer.columns.length - shownColumns(answer, true).length;
    const hide = hidden > 0 && answer.columns.length > MANY_COLUMNS;
    if (answer.rows.length > 0)
      this.grid = new Grid(
        answer,
        {
          selected: () => this.selected(),
          opened: (row) => this.post({ type: 'record', run: answer.run, row }),
        },
        hide,
      );
    this.root.append(this.bar(hidden, hide), this.content(), this.live);
    this.selected();
  }

  dispose(): void {
    this.grid?.dispose();
  }

  receive(message: ToResults): void {
    if (message.type === 'zone') this.grid?.setZone(message.zone);
    else if (message.run === this.answer.run) this.live.textContent = message.message;
  }

  private content(): HTMLElement {
    if (this.grid) return this.grid.root;
    const names = this.answer.columns.map((column) => column.name).join(', ');
    return element('div', 'azr-none', `No rows. Columns: ${names}`);
  }

  private bar(hidden: number, hide: boolean): HTMLElement {
    const bar = element('div', 'azr-bar');
    statusParts(this.answer).forEach(({ text, title, tone }, i) =>
      bar.append(element('span', `azr-part ${tone}${i === 0 ? ' first' : ''}`, text, { title })),
    );
    const actions = element('span', 'azr-actions');
    if (this.grid) {
      if (hidden > 0) actions.append(this.emptyColumnsButton(hidden, hide));
      this.pin.addEventListener('click', () => this.send('pin'));
      this.record.addEventListener('click', () => {
        const [first] = this.grid?.selection.ranges() ?? [];
        if (first) this.post({ type: 'record', run: this.answer.run, row: first[0] });
      });
      this.copy.addEventListener('click', () => void this.copyRows());
      actions.append(this.copy, this.record, this.pin);
    }
    bar.append(actions);
    return bar;
  }

  private emptyColumnsButton(hidden: number, hide: boolean): HTMLButtonElement {
    let isHidden = hide;
    const toggle = button('', '', 'Columns in which no row shown has a value');
    const label = () => {
      toggle.textContent = `${isHidden ? 'Show' : 'Hide'} ${hidden} empty ${hidden === 1 ? 'column' : 'columns'}`;
    };
    label();
    toggle.addEventListener('click', () => {
      isHidden = !isHidden;
      this.grid?.hideEmpty(isHidden);
      label();
    });
    return toggle;
  }

  private selected(): void {
    const count = this.grid?.selection.size ?? 0;
    for (const each of [this.pin, this.record, this.copy]) each.disabled = count === 0;
    this.record.disabled = count !== 1;
    this.pin.textContent = count > 1 ? `Pin ${count.toLocaleString('en-GB')} to Timeline` : 'Pin to Timeline';
    if (this.grid) this.send('selection');
  }

  private send(type: 'selection' | 'pin'): void {
    this.post({ type, run: this.answer.run, rows: this.grid?.selection.ranges() ?? [] });
  }

  private async copyRows(): Promise<void> {
    const text = this.grid?.copyText() ?? '';
    await navigator.clipboard.writeText(text);
    this.live.textContent = `Copied ${this.grid?.selection.size ?? 0} rows`;
  }
}

function button(text: string, className: string, title: string): HTMLButtonElement {
  return element('button', className, text, { title, type: 'button' });
}
