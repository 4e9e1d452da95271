import type { JsonObject } from '../base/json.ts';
import { ticksFromIso, unixMillisecondsFromTicks } from '../base/ticks.ts';

/** Another time that the row has, against the one that the event is shown at. */
export interface OtherTime {
  readonly column: string;
  readonly time: string;
  /** Milliseconds after the event's time; negative where before. */
  readonly after: number;
}

const INGESTED = /ingest|received|createdtime|processedtime/i;
const WHOLE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Times of the row that differ from the event's by a second or more, the farthest first. */
export function otherTimes(row: JsonObject, time: string | null): OtherTime[] {
  const own = time === null ? undefined : ticksFromIso(time);
  if (own === undefined) return [];
  return Object.entries(row)
    .flatMap(([column, value]): OtherTime[] => {
      if (typeof value !== 'string' || !WHOLE_TIME.test(value)) return [];
      const ticks = ticksFromIso(value);
      if (ticks === undefined) return [];
      const after = unixMillisecondsFromTicks(ticks) - unixMillisecondsFromTicks(own);
      return Math.abs(after) < 1000 ? [] : [{ column, time: value, after }];
    })
    .sort((a, b) => Math.abs(b.after) - Math.abs(a.after));
}

/** What a difference means: a delay where the column says when the row came in, else a clock or another moment. */
export function timeDifferenceKind({
  column,
  after,
}: OtherTime): 'ingested later' | 'ingested before it happened' | 'another time' {
  if (!INGESTED.test(column)) return 'another time';
  return after >= 0 ? 'ingested later' : 'ingested before it happened';
}
