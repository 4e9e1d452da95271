/** At most this many buckets; each is one entry, so that a lane costs 256 KiB at most. */
const MOST_BUCKETS = 65_536;

/**
 * Finds how many of an ascending array of times are before a time: exact for every time. An even grid of buckets over
 * the array's span says between which two entries the answer is; a binary search does the rest.
 */
export class TimeIndex {
  readonly time: Float64Array;
  readonly #first: number;
  readonly #last: number;
  readonly #scale: number;
  readonly #offsets: Uint32Array;

  constructor(time: Float64Array) {
    this.time = time;
    const count = time.length;
    this.#first = time[0] ?? 0;
    this.#last = time[count - 1] ?? 0;
    const buckets = Math.min(MOST_BUCKETS, Math.max(1, count >> 2));
    const span = this.#last - this.#first;
    this.#scale = span > 0 ? buckets / span : 0;
    this.#offsets = new Uint32Array(buckets + 1);
    let bucket = 0;
    for (let i = 0; i < count; i++) {
      const own = this.#bucketOf(time[i] ?? 0);
      while (bucket < own) this.#offsets[++bucket] = i;
    }
    while (bucket < buckets) this.#offsets[++bucket] = count;
  }

  get count(): number {
    return this.time.length;
  }

  /** Index of the first entry that is not before `at`. */
  before(at: number): number {
    if (!(at > this.#first)) return 0;
    if (at > this.#last) return this.time.length;
    const bucket = this.#bucketOf(at);
    let low = this.#offsets[bucket] ?? 0;
    let high = this.#offsets[bucket + 1] ?? this.time.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.time[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Monotone in `at`, and the same arithmetic for entries and for questions: that is what makes it exact. */
  #bucketOf(at: number): number {
    return Math.min(((at - this.#first) * this.#scale) | 0, this.#offsets.length - 2);
  }
}
