/** Work that several wait for and that is done once; it is given up when nobody waits any more. */
export class SharedWork<T> {
  readonly #abort = new AbortController();
  readonly #work: Promise<T>;
  #waiting = 0;

  /** @param ended called once, when it has settled or was given up */
  constructor(start: (signal: AbortSignal) => Promise<T>, ended: () => void) {
    let isOver = false;
    const end = (): void => {
      if (!isOver) ended();
      isOver = true;
    };
    this.#work = start(this.#abort.signal).finally(end);
    this.#abort.signal.addEventListener('abort', end, { once: true });
    this.#work.catch(() => undefined);
  }

  /** Rejects with the signal's reason as soon as it fires, and leaves the work to those who still wait. */
  async wait(signal: AbortSignal | undefined): Promise<T> {
    this.#waiting++;
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal?.reason as Error);
    });
    if (signal?.aborted === true) leave();
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#work, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      if (--this.#waiting === 0) this.#abort.abort();
    }
  }
}
