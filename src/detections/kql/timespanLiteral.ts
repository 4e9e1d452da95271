import type { Seconds } from '../rule/duration.ts';

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400,
  day: 86_400,
  days: 86_400,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  ms: 1e-3,
  milli: 1e-3,
  millisecond: 1e-3,
  milliseconds: 1e-3,
};

/** Of `14d`, `1.5h`, `time(14d)`, `timespan(1.00:00:00)`; undefined of what is none. */
export function literalSeconds(text: string): Seconds | undefined {
  const inner = /^(?:time|timespan)\s*\(\s*(.*?)\s*\)$/i.exec(text)?.[1] ?? text;
  const short = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(inner);
  if (short) {
    const unit = UNITS[(short[2] ?? '').toLowerCase()];
    return unit === undefined ? undefined : Number(short[1]) * unit;
  }
  const clock = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(inner);
  return clock
    ? Number(clock[1] ?? 0) * 86_400 + Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4] ?? 0)
    : undefined;
}
