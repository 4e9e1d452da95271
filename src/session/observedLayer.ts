import { AzimuthError } from '../base/errors.ts';
import { ticksFromIso, unixMillisecondsFromTicks } from '../base/ticks.ts';
import { addAttackVersion } from '../attack/data/attackData.ts';
import { assembleObserved, type ObservedAnswer } from '../attack/mapping/assembleObserved.ts';
import { assignObservedKeys, observedKeyQueries } from '../attack/mapping/observedKeys.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import { facetQuery, observedQueries, observedQuery } from '../attack/mapping/ruleQueries.ts';
import type { EventKey } from '../domain/eventKey.ts';
import type { ObservedEvents, ObservedFacet, ObservedFacetName, ObservedSpec } from '../domain/observed.ts';
import type { ColumnVector, EmbeddedEngine } from '../kql/engine.ts';

interface Layer {
  readonly events: ObservedEvents;
  /** Row of each event among the rows of all tables. */
  readonly order: Uint32Array;
  readonly between: { readonly from: number; readonly to: number } | undefined;
}

/** A window that shows two versions or an earlier range keeps asking for keys of the layer before. */
const LAYERS_KEPT = 3;

/** Everything that the case's tables hold, as the timeline draws it. */
export class ObservedLayer {
  readonly #layers = new Map<number, Layer>();
  #nextHandle = 1;

  async observe(
    engine: EmbeddedEngine,
    book: RuleBook,
    { window, attackVersion, loaded }: ObservedSpec,
    signal?: AbortSignal,
  ): Promise<ObservedEvents> {
    if (loaded) addAttackVersion(loaded);
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
    const { events, order } = assembleObserved(book, answers, attackVersion, this.#nextHandle++);
    this.#layers.set(events.handle, { events, order, between });
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
    const { events } = this.#layer(handle);
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

  /** A column more of a layer: read in the rows' order, which a second read keeps, and put in the order of the events. */
  async facet(
    engine: EmbeddedEngine,
    book: RuleBook,
    handle: number,
    facet: ObservedFacetName,
    signal?: AbortSignal,
  ): Promise<ObservedFacet> {
    const { events, order, between } = this.#layer(handle);
    const values: string[] = [];
    const codeOf = new Map<string, number>();
    const code = (value: string): number => {
      let known = codeOf.get(value);
      if (known === undefined) {
        known = values.length;
        values.push(value);
        codeOf.set(value, known);
      }
      return known;
    };
    const parts: { readonly time: Float64Array; readonly codes: Uint32Array }[] = [];
    for (const name of events.tables) {
      signal?.throwIfAborted();
      const table = engine.schema().tables.find((each) => each.name === name);
      if (!table) throw stale();
      const text = facetQuery(book, table, facet === 'account' ? 'account' : 'ip', between);
      const { vectors } = await engine.queryColumns({ text }, signal);
      const [, own] = vectors;
      if (own?.kind !== 'dictionary') throw new Error('a facet is a column of texts');
      const own2all = Uint32Array.from(own.values, code);
      parts.push({ time: numbers(vectors[0]), codes: own.data.map((each) => own2all[each] ?? 0) });
    }
    const rows = parts.reduce((sum, { codes }) => sum + codes.length, 0);
    const times = new Float64Array(rows);
    const all = new Uint32Array(rows);
    let at = 0;
    for (const { time, codes } of parts) {
      times.set(time, at);
      all.set(codes, at);
      at += codes.length;
    }
    const codes = new Uint32Array(events.count);
    for (let i = 0; i < events.count; i++) {
      const row = order[i] ?? 0;
      // Another order of rows would give events the values of others.
      if (times[row] !== events.time[i]) throw stale();
      codes[i] = all[row] ?? 0;
    }
    return { handle, facet, codes, values };
  }

  #layer(handle: number): Layer {
    const layer = this.#layers.get(handle);
    if (!layer) throw stale();
    return layer;
  }

  /** After an import: what was drawn is no longer what the case holds. */
  forget(): void {
    this.#layers.clear();
  }
}

function stale(): AzimuthError {
  return new AzimuthError('attack.stale', 'The case has changed since the timeline was drawn.', {
    unharmed: 'the case and its timeline are as they were',
    next: ['Open the timeline again.'],
  });
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
