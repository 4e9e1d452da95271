import { element } from '../../shared/dom.ts';

/** A line that says why what was pressed did nothing, seen and heard, until the next press. */
export class Note {
  readonly root = element('p', { class: 'said', attributes: { role: 'status' } });

  say(text: string): void {
    if (this.root.textContent !== text) this.root.textContent = text;
  }
}
