import type { Message } from '../base/rpc.ts';

/**
 * Watches that what is cancelled ends. A function of ours over many rows hears of no cancel while it runs, and then nothing but the end of its
 * process helps. An import ends when the rows at hand are written, however long that takes.
 */
export class Cancels {
  readonly #patienceMs: number;
  readonly #onDeaf: () => void;
  readonly #imports = new Set<number>();
  readonly #waiting = new Map<number, ReturnType<typeof setTimeout>>();

  /** @param onDeaf called when something goes on for so long after it was cancelled */
  constructor(patienceMs: number, onDeaf: () => void) {
    this.#patienceMs = patienceMs;
    this.#onDeaf = onDeaf;
  }

  sent(message: Message): void {
    if (message.kind === 'call' && message.method === 'import') this.#imports.add(message.id);
    if (message.kind !== 'cancel' || this.#imports.has(message.id)) return;
    this.#waiting.set(message.id, setTimeout(this.#onDeaf, this.#patienceMs));
  }

  received({ kind, id }: Message): void {
    if (kind !== 'result' && kind !== 'error') return;
    clearTimeout(this.#waiting.get(id));
    this.#waiting.delete(id);
    this.#imports.delete(id);
  }

  /** When the process ended, whatever ended it. */
  clear(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }
}
