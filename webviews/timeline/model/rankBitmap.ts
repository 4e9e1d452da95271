/** Entries of a block whose ones are counted ahead: one word. */
const WORD = 32;

/** Which of `length` entries are in, with the number of those before any entry, and the entry of any number, at once. */
export class RankBitmap {
  readonly #words: Uint32Array;
  /** Ones before each word. */
  readonly #before: Uint32Array;
  readonly count: number;

  /** `words` holds an entry a bit, the first the lowest; bits past the last entry are 0. */
  constructor(words: Uint32Array) {
    this.#words = words;
    this.#before = new Uint32Array(words.length + 1);
    let sum = 0;
    for (let i = 0; i < words.length; i++) {
      this.#before[i] = sum;
      sum += ones(words[i] ?? 0);
    }
    this.#before[words.length] = sum;
    this.count = sum;
  }

  /** How many entries before `at` are in. */
  rank(at: number): number {
    const word = Math.floor(at / WORD);
    const rest = at % WORD;
    const before = this.#before[word] ?? this.count;
    return rest === 0 ? before : before + ones((this.#words[word] ?? 0) & ((1 << rest) - 1));
  }

  /** The entry with `rank` entries before it that are in; `rank` is less than `count`. */
  select(rank: number): number {
    let low = 0;
    let high = this.#words.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#before[middle] ?? 0) <= rank) low = middle;
      else high = middle;
    }
    let word = this.#words[low] ?? 0;
    for (let left = rank - (this.#before[low] ?? 0); left > 0; left--) word &= word - 1;
    return low * WORD + (31 - Math.clz32(word & -word));
  }
}

export function wordsFor(length: number): Uint32Array {
  return new Uint32Array(Math.ceil(length / WORD));
}

function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
