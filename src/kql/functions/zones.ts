import { TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from '../../base/ticks.ts';

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        era: 'short',
      });
    } catch {
      format = null;
    }
    if (formats.size > 1000) formats.clear();
    formats.set(zone, format);
  }
  return format;
}

/** Milliseconds that the zone is ahead of UTC at an instant; undefined for an unknown zone. */
function offsetAt(ms: number, zone: string): number | undefined {
  const format = formatOf(zone);
  if (!format) return undefined;
  const parts = Object.fromEntries(format.formatToParts(new Date(ms)).map((part) => [part.type, part.value]));
  const date = new Date(0);
  const year = Number(parts['year']);
  date.setUTCFullYear(
    parts['era'] === 'BC' ? 1 - year : year,
    Number(parts['month']) - 1,
    Number(parts['day']),
  );
  date.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return date.getTime() - Math.floor(ms / 1000) * 1000;
}

const toMs = (ticks: bigint): number => Number((ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);

export function utcToLocal(ticks: bigint, zone: string): bigint | null {
  const offset = offsetAt(toMs(ticks), zone);
  return offset === undefined ? null : ticks + BigInt(offset) * TICKS_PER_MILLISECOND;
}

/** A local time that the clock skips is moved to the moment of the change; one that it shows twice is the standard one. */
export function localToUtc(ticks: bigint, zone: string): bigint | null {
  const ms = toMs(ticks);
  const before = offsetAt(ms - 86_400_000, zone);
  const after = offsetAt(ms + 86_400_000, zone);
  if (before === undefined || after === undefined) return null;
  for (const offset of [Math.min(before, after), Math.max(before, after)])
    if (offsetAt(ms - offset, zone) === offset) return ticks - BigInt(offset) * TICKS_PER_MILLISECOND;
  return ticks - BigInt(Math.max(before, after)) * TICKS_PER_MILLISECOND;
}
