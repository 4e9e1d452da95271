import { Random } from '../../../src/samples/random.ts';

/**
 * Where a generator takes its decisions from: a seeded sequence, or a recorded one to play again. A generator that
 * lists its simplest alternative first is shrunk by making the recorded numbers fewer and smaller.
 */
export class Choices {
  readonly taken: number[] = [];
  private readonly source: Random | readonly number[];

  constructor(source: Random | readonly number[]) {
    this.source = source;
  }

  /** In [0, below). Past the end of a recorded sequence it is 0. */
  next(below: number): number {
    const drawn =
      this.source instanceof Random
        ? this.source.int(0, below - 1)
        : Math.min(this.source[this.taken.length] ?? 0, below - 1);
    this.taken.push(drawn);
    return drawn;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.next(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }

  /** True once in so many times; false is the simpler one. */
  oneIn(times: number): boolean {
    return this.next(times) === times - 1;
  }

  /** Between low and high, both included. */
  count(low: number, high: number): number {
    return low + this.next(high - low + 1);
  }
}
