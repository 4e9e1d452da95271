import type { Reading } from './asked.ts';

const MONTH = 30 * 86_400_000;

export function readingOf(table: string, now: number): Reading {
  return {
    table,
    demands: [],
    crowds: [],
    keys: [],
    from: now - MONTH,
    to: now,
    hasStart: false,
    apart: false,
  };
}

/** The first start may be before what is supposed without one. */
export function bound(reading: Reading, low: number | undefined, high: number | undefined): void {
  if (low !== undefined && (low > reading.from || !reading.hasStart) && low < reading.to) {
    reading.from = low;
    reading.hasStart = true;
  }
  if (high !== undefined && high <= reading.from && !reading.hasStart) reading.from = high - MONTH;
  if (high !== undefined && high < reading.to && high > reading.from) reading.to = high;
}
