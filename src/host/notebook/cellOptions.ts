import { AzimuthError } from '../../base/errors.ts';
import type { TimeWindow } from '../../domain/answer.ts';
import { isoFromTicks, type Ticks, TICKS_PER_DAY, TICKS_PER_SECOND, ticksFromIso } from '../../base/ticks.ts';

/** What a KQL cell's info string asks for: `name=spray timespan=7d`. */
export interface CellOptions {
  /** The name under which later cells can read the cell's answer as a table. */
  readonly name?: string;
  /** `7d`, `36h`, `90m`, an ISO 8601 duration, or `START/END` in ISO 8601. */
  readonly timespan?: string;
  /** The connection that is asked; `case` is the open case's own logs. */
  readonly connection?: string;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Unknown options are kept in the file and ignored here; a bad value of a known one is an error. */
export function parseCellOptions(info: string): CellOptions {
  const options: { name?: string; timespan?: string; connection?: string } = {};
  for (const [, key = '', quoted, bare = ''] of info.matchAll(/(?:^|\s)(\w+)=(?:"([^"]*)"|(\S*))/g)) {
    const value = quoted ?? bare;
    switch (key) {
      case 'name':
        if (!IDENTIFIER.test(value))
          throw new AzimuthError('notebook.bad-name', `A cell cannot be named "${value}".`, {
            next: ['Name it with letters, digits and _, not starting with a digit.'],
          });
        options.name = value;
        break;
      case 'timespan':
      case 'connection':
        options[key] = value;
    }
  }
  return options;
}

const SIMPLE = /^(\d+(?:\.\d+)?)(d|h|m|s)$/;
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The window that a timespan means when it ends at `now` (ISO 8601). */
export function windowOf(timespan: string, now: string): TimeWindow {
  const slash = timespan.indexOf('/');
  if (slash >= 0) return explicitWindow(timespan, timespan.slice(0, slash), timespan.slice(slash + 1));
  const length = ticksOf(timespan);
  const end = ticksFromIso(now);
  if (length === undefined || length <= 0n || end === undefined || length > end) throw badTimespan(timespan);
  return { start: isoFromTicks(end - length), end: isoFromTicks(end) };
}

function explicitWindow(timespan: string, from: string, to: string): TimeWindow {
  const start = ticksFromIso(from);
  const end = ticksFromIso(to);
  if (start === undefined || end === undefined || start >= end) throw badTimespan(timespan);
  return { start: isoFromTicks(start), end: isoFromTicks(end) };
}

function ticksOf(text: string): Ticks | undefined {
  const simple = SIMPLE.exec(text);
  if (simple) {
    const seconds = { d: 86_400, h: 3_600, m: 60, s: 1 }[simple[2] as 'd' | 'h' | 'm' | 's'];
    return BigInt(Math.round(Number(simple[1]) * seconds * Number(TICKS_PER_SECOND)));
  }
  const iso = DURATION.exec(text);
  if (!iso) return undefined;
  const [weeks, days, hours, minutes, seconds] = iso
    .slice(1)
    .map((n) => BigInt((n as string | undefined) ?? 0));
  return (
    ((weeks ?? 0n) * 7n + (days ?? 0n)) * TICKS_PER_DAY +
    ((hours ?? 0n) * 3600n + (minutes ?? 0n) * 60n + (seconds ?? 0n)) * TICKS_PER_SECOND
  );
}

function badTimespan(text: string): AzimuthError {
  return new AzimuthError('notebook.bad-timespan', `"${text}" is not a time span.`, {
    next: ['Write 7d, 36h, 90m, an ISO 8601 duration such as P7D, or START/END in ISO 8601.'],
  });
}
