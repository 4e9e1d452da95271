import { carryRefusal, refuse, type Span } from '../diagnostics.ts';
import { type Dynamic, parseDynamic } from '../values/dynamic.ts';

/** What a plugin over the events of entities is told besides them. */
export interface EventOptions {
  /** Where the plugin's call stands in the query. */
  readonly place: Span;
  readonly plugin: string;
  readonly values: readonly Dynamic[];
}

/** Steps of a search; while a function runs nothing else runs in its process, a cancellation included. */
const MOST_STEPS = 20_000_000;

/** Options are `[start, length, plugin, …values]`. */
export function eventOptions(text: string): EventOptions {
  const [start, length, plugin, ...values] = listOf(text);
  return {
    place: { start: Number(start), length: Number(length) },
    plugin: typeof plugin === 'string' ? plugin : '',
    values,
  };
}

export function listOf(text: string): readonly Dynamic[] {
  const value = parseDynamic(text);
  return Array.isArray(value) ? value : [];
}

/** The documentation does not settle what these rows make: how it may be read, and which events differ by it. */
export function unsettled({ place, plugin }: EventOptions, open: string, rewrite: string): Error {
  return carryRefusal(
    refuse(
      'rows-not-settled',
      `The documentation of ${plugin} leaves open ${open}, and the answer over these rows depends on it.`,
      place,
      rewrite,
    ),
  );
}

export function badArgument({ place, plugin }: EventOptions, message: string): Error {
  return carryRefusal(refuse('argument-not-exact', `${plugin}: ${message}`, place));
}

/** Counts the steps of a search and ends it before it takes too long. */
export class Effort {
  private steps = 0;
  private readonly options: EventOptions;

  constructor(options: EventOptions) {
    this.options = options;
  }

  step(): void {
    if (++this.steps <= MOST_STEPS) return;
    const { place, plugin } = this.options;
    throw carryRefusal(
      refuse(
        'too-many-rows',
        `${plugin} finds too many ways through these rows.`,
        place,
        'Narrow the query by time, or the windows.',
      ),
    );
  }
}

/** Where in an ascending list the first number of at least `value` stands. */
export function firstFrom(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0n) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
