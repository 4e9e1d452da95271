import { isoFromTicks, MAX_DATETIME_TICKS, TICKS_PER_SECOND, type Ticks } from '../../base/ticks.ts';
import { parseEventKey } from '../../domain/eventKey.ts';
import type { TableSchema } from '../../domain/kustoType.ts';
import { KqlError } from '../../kql/diagnostics.ts';
import type { NeededRows } from '../kql/needs.ts';
import type { HistoryEvent, ReplayParts, Visible } from '../ports.ts';
import type { Rule } from '../rule/rule.ts';
import { triggers } from '../service/alerts.ts';

/** Events of a table, in order of their time and in order of their arrival. */
class Track {
  readonly #times: readonly Ticks[];
  readonly #arrivals: readonly Ticks[];
  readonly #byTime: readonly HistoryEvent[];

  constructor(events: readonly HistoryEvent[]) {
    this.#byTime = events;
    this.#times = events.map(({ time }) => time);
    this.#arrivals = events.map(({ arrived }) => arrived).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** @param oldest how far before the end their time lies at most and at least, both included; ticks */
  has({ start, end, arrivedBy, byArrival }: Visible, oldest?: Ticks, newest?: Ticks): boolean {
    if (byArrival) {
      const first = this.#arrivals[firstFrom(this.#arrivals, start)];
      return first !== undefined && first < end;
    }
    const from = oldest !== undefined && end - oldest > start ? end - oldest : start;
    const to = newest !== undefined && end - newest < end ? end - newest + 1n : end;
    for (let index = firstFrom(this.#times, from); index < this.#byTime.length; index++) {
      const event = this.#byTime[index];
      if (!event || event.time >= to) return false;
      if (event.arrived <= arrivedBy) return true;
    }
    return false;
  }
}

/**
 * Tells the runs that cannot raise an alert, because nothing that the query needs is in what they see. Each part of the
 * query that its result depends on is asked once over all of history.
 */
export async function quietRuns(
  rule: Rule,
  histories: readonly { readonly table: string; readonly events: readonly HistoryEvent[] }[],
  at: Ticks,
  parts: ReplayParts,
  visibleAt: (end: Ticks) => Visible,
  signal: AbortSignal | undefined,
): Promise<(visible: Visible) => boolean> {
  if (triggers(rule, 0)) return () => false;
  const groups = await neededTracks(histories, at, parts, signal);
  if (groups.length > 0)
    return (visible) =>
      groups.some((group) => group.every(({ track, oldest, newest }) => !track.has(visible, oldest, newest)));
  if (!parts.schema.tables.every(isTimed) || !(await nothingOfNothing(rule, at, parts, visibleAt, signal)))
    return () => false;
  const tracks = histories.map(({ events }) => new Track(events));
  return (visible) => !tracks.some((track) => track.has(visible));
}

interface NeededTrack {
  readonly track: Track;
  readonly oldest: Ticks | undefined;
  readonly newest: Ticks | undefined;
}

/** Groups of which each must have an event. A table without times is seen whole in every run, so that it says nothing. */
async function neededTracks(
  histories: readonly { readonly table: string; readonly events: readonly HistoryEvent[] }[],
  at: Ticks,
  { engine, schema, arrival, needs }: ReplayParts,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly NeededTrack[])[]> {
  const timed = new Set(schema.tables.filter(isTimed).map(({ name }) => name));
  const groups = needs.filter((group) => group.every(({ table }) => timed.has(table)));
  if (groups.length === 0) return [];
  await engine.show(
    schema.tables,
    { start: 0n, end: MAX_DATETIME_TICKS, arrivedBy: MAX_DATETIME_TICKS, byArrival: false },
    arrival,
  );
  const known = new Map<string, Track>();
  const trackOf = async ({ table, query }: NeededRows): Promise<Track> => {
    const events = histories.find((history) => history.table === table)?.events ?? [];
    const keys = await keptKeys(query);
    return new Track(keys ? events.filter(({ key }) => keys.has(key)) : events);
  };
  /** Undefined where the part cannot be asked by itself: then every event of its table counts. */
  const keptKeys = async (text: string): Promise<ReadonlySet<string> | undefined> => {
    try {
      const { rowKeys } = await engine.query({ text, now: isoFromTicks(at), schema }, signal);
      const keys = new Set<string>();
      for (const key of rowKeys ?? []) {
        if (key === null) return undefined;
        keys.add(parseEventKey(key).key);
      }
      return rowKeys ? keys : undefined;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof KqlError) return undefined;
      throw error;
    }
  };
  const made: NeededTrack[][] = [];
  for (const group of groups) {
    const tracks: NeededTrack[] = [];
    for (const rows of group) {
      const track = known.get(rows.query) ?? (await trackOf(rows));
      known.set(rows.query, track);
      tracks.push({ track, oldest: ticksOf(rows.oldest), newest: ticksOf(rows.newest) });
    }
    made.push(tracks);
  }
  return made;
}

/** Whether the query has no result where there are no events. */
async function nothingOfNothing(
  rule: Rule,
  at: Ticks,
  { engine, schema, arrival }: ReplayParts,
  visibleAt: (end: Ticks) => Visible,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (schema.tables.length === 0) return false;
  await engine.show(schema.tables, { ...visibleAt(at), start: 0n, end: 0n }, arrival);
  const { rows } = await engine.query({ text: rule.query, now: isoFromTicks(at), schema }, signal);
  return rows.length === 0;
}

function isTimed({ columns }: TableSchema): boolean {
  return columns.some(({ name }) => name === 'TimeGenerated');
}

function ticksOf(seconds: number | undefined): Ticks | undefined {
  return seconds === undefined ? undefined : BigInt(Math.round(seconds * Number(TICKS_PER_SECOND)));
}

/** Place of the first time at or after the time. */
function firstFrom(times: readonly Ticks[], time: Ticks): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
