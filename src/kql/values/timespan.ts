import { TICKS_PER_DAY, TICKS_PER_SECOND, type Ticks } from '../../base/ticks.ts';

const CLOCK =
  /^(-)?(?:(\d+)\.|(?:(\d+):)(?=\d{1,2}:\d{1,2}:))?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7})\d*)?)?$/;
const UNIT = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i;

const UNITS: Readonly<Record<string, number>> = {
  d: 864e9,
  day: 864e9,
  days: 864e9,
  h: 36e9,
  hr: 36e9,
  hrs: 36e9,
  hour: 36e9,
  hours: 36e9,
  m: 6e8,
  min: 6e8,
  minute: 6e8,
  minutes: 6e8,
  s: 1e7,
  sec: 1e7,
  second: 1e7,
  seconds: 1e7,
  ms: 1e4,
  milli: 1e4,
  millis: 1e4,
  millisec: 1e4,
  millisecond: 1e4,
  milliseconds: 1e4,
  micro: 10,
  micros: 10,
  microsec: 10,
  microsecond: 10,
  microseconds: 10,
  nano: 0.01,
  nanos: 0.01,
  nanosec: 0.01,
  nanosecond: 0.01,
  nanoseconds: 0.01,
  tick: 1,
  ticks: 1,
};

/** `[-][d.]hh:mm[:ss[.fffffff]]`, a number with a unit (`1.5h`), or a bare number of days. */
export function parseTimespan(text: string): Ticks | undefined {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) return BigInt(trimmed) * TICKS_PER_DAY;
  const clock = CLOCK.exec(trimmed);
  if (clock) {
    const [, sign, dotted, colon, h = '0', m = '0', s = '0', f = ''] = clock;
    const d = dotted ?? colon ?? '0';
    if (Number(h) > 23 || Number(m) > 59 || Number(s) > 59) return undefined;
    const ticks =
      BigInt(d) * TICKS_PER_DAY +
      (BigInt(h) * 3600n + BigInt(m) * 60n + BigInt(s)) * TICKS_PER_SECOND +
      BigInt(f.padEnd(7, '0'));
    return sign ? -ticks : ticks;
  }
  const unit = UNIT.exec(trimmed);
  const size = unit && UNITS[(unit[2] ?? '').toLowerCase()];
  if (!unit || size === undefined || size === null) return undefined;
  const amount = unit[1] ?? '';
  return /^-?\d+$/.test(amount) && size >= 1
    ? BigInt(amount) * BigInt(size)
    : BigInt(Math.round(Number(amount) * size));
}

/** `[-][d.]hh:mm:ss[.fffffff]`: the fraction is there with all seven digits or not at all. */
export function printTimespan(ticks: Ticks): string {
  const absolute = ticks < 0n ? -ticks : ticks;
  const days = absolute / TICKS_PER_DAY;
  const seconds = (absolute % TICKS_PER_DAY) / TICKS_PER_SECOND;
  const fraction = absolute % TICKS_PER_SECOND;
  const two = (n: bigint): string => n.toString().padStart(2, '0');
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days.toString()}.` : ''}${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction > 0n ? `.${fraction.toString().padStart(7, '0')}` : ''}`;
}
