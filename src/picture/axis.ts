import { scaleTime, scaleUtc } from 'd3';
import type { TimelineZone } from '../domain/zone.ts';
import type { Span } from './span.ts';

export interface Tick {
  readonly time: number;
  readonly label: string;
}

/** Ticks at round times of the zone, about one in `apart` pixels. */
export function ticks(span: Span, width: number, zone: TimelineZone, apart = 110): Tick[] {
  const scale = (zone === 'utc' ? scaleUtc() : scaleTime()).domain([span.start, span.end]);
  const times = scale.ticks(Math.max(2, Math.floor(width / apart))).map(Number);
  const step = Math.min(...times.slice(1).map((time, i) => time - (times[i] ?? 0)), Infinity);
  return times.map((time) => ({ time, label: tickLabel(time, step, zone) }));
}

const DAY = 86_400_000;

function tickLabel(time: number, step: number, zone: TimelineZone): string {
  const [date, clock] = parts(time, zone);
  if (step >= DAY && clock === '00:00:00.000') return date;
  if (clock === '00:00:00.000') return date;
  if (step >= 60_000) return clock.slice(0, 5);
  return step >= 1000 ? clock.slice(0, 8) : clock;
}

/** ISO-like text in the zone: UTC ends in Z, local in its offset. `2026-02-03 10:11:12.345Z` */
export function timeText(time: number, zone: TimelineZone): string {
  const [date, clock] = parts(time, zone);
  return `${date} ${clock}${zone === 'utc' ? 'Z' : offset(time)}`;
}

/** Date, and time of day with milliseconds. */
function parts(time: number, zone: TimelineZone): [string, string] {
  const shift = zone === 'utc' ? 0 : new Date(time).getTimezoneOffset() * 60_000;
  const text = new Date(time - shift).toISOString();
  const at = text.indexOf('T');
  return [text.slice(0, at), text.slice(at + 1, -1)];
}

function offset(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset();
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

/** A span in words that fit its size: `3 d 4 h`, `12 min`, `250 ms`. */
export function durationText(ms: number): string {
  const units: [number, string][] = [
    [DAY, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
    [1, 'ms'],
  ];
  const first = units.findIndex(([size]) => ms >= size);
  if (first < 0) return '0 ms';
  const [size, unit] = units[first] ?? [1, 'ms'];
  const [nextSize, nextUnit] = units[first + 1] ?? [0, ''];
  const rest = nextSize > 0 ? Math.floor((ms % size) / nextSize) : 0;
  return `${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${nextUnit}` : ''}`;
}
