import { type CompiledFilter, type HeldCodes, leftFor } from './filter.ts';
import { passingWords } from './passingWords.ts';
import { RankBitmap } from './rankBitmap.ts';
import { TimeIndex } from './timeIndex.ts';

/** What one lane shows of the observed layer. Its entries are those that pass the filter, in order of time. */
export class Lane {
  /** What its events have in common, as the mode of lanes says; '' for those that have nothing to say. */
  readonly key: string;
  readonly name: string;
  readonly #index: TimeIndex;
  /** For each time of the index, its place in the observed events. */
  readonly #events: Uint32Array;
  readonly #held: HeldCodes;
  #passing: RankBitmap | null = null;

  constructor(key: string, name: string, time: Float64Array, events: Uint32Array, held: HeldCodes) {
    this.key = key;
    this.name = name;
    this.#index = new TimeIndex(time);
    this.#events = events;
    this.#held = held;
  }

  /** Entries that pass. */
  get count(): number {
    return this.#passing ? this.#passing.count : this.#index.count;
  }

  /** All entries, whatever the filter. */
  get size(): number {
    return this.#index.count;
  }

  /** How many entries are before `time`. */
  before(time: number): number {
    return this.passingBefore(this.placeOf(time));
  }

  /** How many events are before `time`, whatever the filter. */
  placeOf(time: number): number {
    return this.#index.before(time);
  }

  /** How many of the first `place` events pass. */
  passingBefore(place: number): number {
    return this.#passing ? this.#passing.rank(place) : place;
  }

  /** NaN where there is no such entry. */
  timeAt(entry: number): number {
    return entry < 0 || entry >= this.count ? NaN : (this.#index.time[this.#place(entry)] ?? NaN);
  }

  /** The entry's place in the observed events; -1 where there is no such entry. */
  eventAt(entry: number): number {
    return entry < 0 || entry >= this.count ? -1 : (this.#events[this.#place(entry)] ?? -1);
  }

  /** The entry of an observed event of this lane, or the one that would follow it. */
  entryOf(event: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] ?? 0) < event) low = middle + 1;
      else high = middle;
    }
    return this.#passing ? this.#passing.rank(low) : low;
  }

  /** Lets pass what the filter lets pass; null lets all. A bit an entry: nothing is sorted or copied anew. */
  filter(filter: CompiledFilter | null): void {
    const left = filter && leftFor(filter, this.#held);
    this.#passing = left && new RankBitmap(passingWords(this.#events, left));
  }

  #place(entry: number): number {
    return this.#passing ? this.#passing.select(entry) : entry;
  }
}
