import type { TimeWindow } from '../../domain/answer.ts';

/** A span of time with the rows that a service says are in it; undefined where it does not count. */
export interface Counted extends TimeWindow {
  readonly rows: number | undefined;
}

const ms = (text: string): number => Date.parse(text);
const iso = (time: number): string => new Date(time).toISOString();

/** Neighbouring counts put together to slices of at most `most` rows each; together they cover the window. What is not counted stays as it is. */
export function slicesOf(window: TimeWindow, counts: readonly Counted[], most: number): readonly Counted[] {
  if (counts.some((each) => each.rows === undefined)) return counts;
  const slices: Counted[] = [];
  let start = window.start;
  let rows = 0;
  for (const { start: from, rows: more = 0 } of counts) {
    if (rows > 0 && rows + more > most) {
      const cut = iso(Math.max(ms(from), ms(start)));
      slices.push({ start, end: cut, rows });
      start = cut;
      rows = 0;
    }
    rows += more;
  }
  slices.push({ start, end: window.end, rows });
  return slices;
}

/** Both halves of a window; undefined where it is too short to be halved. */
export function halves({ start, end }: TimeWindow): readonly [TimeWindow, TimeWindow] | undefined {
  const middle = Math.floor((ms(start) + ms(end)) / 2);
  if (middle <= ms(start)) return undefined;
  return [
    { start, end: iso(middle) },
    { start: iso(middle), end },
  ];
}
