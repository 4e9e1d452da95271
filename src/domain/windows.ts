import type { TimeWindow } from './answer.ts';

/** What of `window` no part covers, in order. Times are ISO 8601; what is given has milliseconds. */
export function uncovered(window: TimeWindow, parts: readonly TimeWindow[]): readonly TimeWindow[] {
  let left: TimeWindow[] = [window];
  for (const part of parts)
    left = left.flatMap(({ start, end }) => {
      const [from, to] = [Math.max(ms(start), ms(part.start)), Math.min(ms(end), ms(part.end))];
      if (from >= to) return [{ start, end }];
      return [
        ...(ms(start) < from ? [{ start, end: iso(from) }] : []),
        ...(to < ms(end) ? [{ start: iso(to), end }] : []),
      ];
    });
  return left;
}

const ms = (text: string): number => Date.parse(text);
const iso = (time: number): string => new Date(time).toISOString();
