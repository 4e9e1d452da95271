import { isCancellation } from '../../base/errors.ts';
import type { ResultHead, ResultView } from '../../domain/result.ts';
import type { EmbeddedEngine } from '../../kql/engine.ts';
import { viewPlaces } from './viewQuery.ts';

/** Views whose rows' places are remembered; 500,000 rows take 2 MB each. */
const MAX_VIEWS = 12;

/** The places of a view's rows in its answer; undefined where they are 0, 1, 2 …, as they come. */
type Places = Uint32Array | undefined;

/** Works each view out once. */
export class ResultViews {
  readonly #known = new Map<string, Promise<Places>>();

  async count(
    engine: EmbeddedEngine,
    head: ResultHead,
    view: ResultView,
    signal?: AbortSignal,
  ): Promise<number> {
    return (await this.#places(engine, head, view, signal))?.length ?? head.statistics.rows;
  }

  /** Places of `count` rows from position `from` on; fewer at the end. */
  async places(
    engine: EmbeddedEngine,
    head: ResultHead,
    view: ResultView,
    from: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    const places = await this.#places(engine, head, view, signal);
    const end = Math.min(from + count, places?.length ?? head.statistics.rows);
    if (places) return [...places.subarray(from, end)];
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
  }

  #places(engine: EmbeddedEngine, head: ResultHead, view: ResultView, signal?: AbortSignal): Promise<Places> {
    if (
      view.search.trim() === '' &&
      view.sort.length === 0 &&
      view.filters.every(({ text }) => text.trim() === '')
    )
      return Promise.resolve(undefined);
    const key = JSON.stringify([head.id, view]);
    const known = this.#known.get(key) ?? workOut(engine, viewPlaces(head, view), signal);
    this.#known.delete(key);
    this.#known.set(key, known);
    // One that was cancelled or failed is worked out anew when it is asked for again.
    known.catch(() => this.#known.delete(key));
    for (const oldest of this.#known.keys()) if (this.#known.size > MAX_VIEWS) this.#known.delete(oldest);
    return known.catch((error: unknown) => {
      // Cancelled by the one who asked first, while another one waits for the same.
      if (isCancellation(error) && signal?.aborted !== true) return this.#places(engine, head, view, signal);
      throw error;
    });
  }
}

async function workOut(engine: EmbeddedEngine, text: string, signal?: AbortSignal): Promise<Uint32Array> {
  const { vectors } = await engine.queryColumns({ text }, signal);
  return Uint32Array.from(vectors[0]?.data ?? []);
}
