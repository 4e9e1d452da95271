import type { Span } from '../../../src/picture/span.ts';

/** A stretch of time that a picture shows. What it shows changes, which window it is does not. */
export interface TimeWindow {
  span: Span;
}

const MOST_WINDOWS = 4;

/** The windows side by side, from left to right, and the one that gestures, keys and the list are about. */
export class Windows {
  #all: TimeWindow[] = [{ span: { start: 0, end: 1 } }];
  #active = 0;

  get all(): readonly TimeWindow[] {
    return this.#all;
  }

  get active(): TimeWindow {
    const active = this.#all[this.#active];
    if (!active) throw new Error('There is always a window');
    return active;
  }

  get isFull(): boolean {
    return this.#all.length >= MOST_WINDOWS;
  }

  /** Opens one to the right of the active one and makes it active; false where there is no room for more. */
  open(span: Span): boolean {
    if (this.isFull) return false;
    this.#all.splice(this.#active + 1, 0, { span });
    this.#active++;
    return true;
  }

  /** The last one stays. */
  close(window: TimeWindow): void {
    const at = this.#all.indexOf(window);
    if (at < 0 || this.#all.length === 1) return;
    this.#all.splice(at, 1);
    if (at < this.#active || this.#active === this.#all.length) this.#active--;
  }

  use(window: TimeWindow): void {
    this.#active = Math.max(0, this.#all.indexOf(window));
  }
}
