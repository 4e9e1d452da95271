import { AzimuthError } from '../base/errors.ts';
import { ticksFromIso, unixMillisecondsFromTicks } from '../base/ticks.ts';
import { assembleObserved, type ObservedAnswer } from '../attack/mapping/assembleObserved.ts';
import { assignObservedKeys, observedKeyQueries } from '../attack/mapping/observedKeys.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import { observedQueries, observedQuery } from '../attack/mapping/ruleQueries.ts';
import type { EventKey } from '../domain/eventKey.ts';
import type { ObservedEvents, ObservedSpec } from '../domain/observed.ts';
import type { ColumnVector, EmbeddedEngine } from '../kql/engine.ts';

/** A window that shows two versions or an earlier range keeps asking for keys of the layer before. */
const LAYERS_KEPT = 3;

/** Everything that the case's tables hold, as the timeline draws it. */
export class ObservedLayer {
  readonly #layers = new Map<number, ObservedEvents>();
  #nextHandle = 1;

  async observe(
    engine: EmbeddedEngine,
    book: RuleBook,
    { window, attackVersion }: ObservedSpec,
    signal?: AbortSignal,
  ): Promise<ObservedEvents> {
    const between = window && millisecondsOf(window);
    const schema = engine.schema();
    const queries = between
      ? schema.tables.map((table) => ({ table: table.name, kql: observedQuery(book, table, between) }))
      : observedQueries(book, schema);
    const answers: ObservedAnswer[] = [];
    for (const { table, kql } of queries) {
      signal?.throwIfAborted();
      const { vectors } = await engine.queryColumns({ text: kql }, signal);
      answers.push({ table, time: numbers(vectors[0]), rule: numbers(vectors[1]) });
    }
    const events = assembleObserved(book, answers, attackVersion, this.#nextHandle++);
    this.#layers.set(events.handle, events);
    for (const handle of [...this.#layers.keys()].slice(0, -LAYERS_KEPT)) this.#layers.delete(handle);
    return events;
  }

  async keys(
    engine: EmbeddedEngine,
    book: RuleBook,
    handle: number,
    from: number,
    count: number,
  ): Promise<readonly EventKey[]> {
    const events = this.#layers.get(handle);
    if (!events)
      throw new AzimuthError('attack.stale', 'The case has changed since the timeline was drawn.', {
        unharmed: 'the case and its timeline are as they were',
        next: ['Open the timeline again.'],
      });
    const end = Math.min(from + count, events.count);
    if (from >= end) return [];
    const queries = observedKeyQueries(book, engine.schema(), events, from, end - from);
    const answers = [];
    for (const { table, kql } of queries) {
      const { rows, rowKeys = [] } = await engine.queryAll({ text: kql, withRowKeys: true });
      answers.push({ table, rows, keys: rowKeys });
    }
    return assignObservedKeys(events, from, end - from, answers);
  }

  /** After an import: what was drawn is no longer what the case holds. */
  forget(): void {
    this.#layers.clear();
  }
}

function numbers(vector: ColumnVector | undefined): Float64Array {
  if (vector === undefined || vector.kind === 'dictionary')
    throw new Error('the observed layer is made of a datetime and a number column');
  return vector.data;
}

function millisecondsOf({ start, end }: { start: string; end: string }): { from: number; to: number } {
  const [from, to] = [start, end].map((text) => ticksFromIso(text));
  if (from === undefined || to === undefined)
    throw new AzimuthError('timeline.window-invalid', `${start} to ${end} is not a time window`);
  return { from: unixMillisecondsFromTicks(from), to: unixMillisecondsFromTicks(to) };
}
