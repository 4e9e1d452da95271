import type { BatchTurn } from '../../domain/tableLoad.ts';

/** Gives the batches of an import their turns, in the order in which it is asked. */
export class BatchTurns {
  #count = 0;
  #named: Promise<void> = Promise.resolve();

  next(): BatchTurn {
    const earlier = this.#named;
    let named = (): void => undefined;
    const mine = new Promise<void>((resolve) => (named = resolve));
    this.#named = earlier.then(() => mine);
    return { order: ++this.#count, earlier, named };
  }
}
