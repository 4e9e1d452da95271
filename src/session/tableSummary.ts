import { isoFromTicks, TICKS_PER_SECOND, type Ticks, ticksFromIso } from '../base/ticks.ts';
import { timeColumn } from '../attack/mapping/ruleQueries.ts';
import type { Cell, TimeWindow } from '../domain/answer.ts';
import type { EmbeddedEngine, StoredTable } from '../kql/engine.ts';
import type { TableSummary } from './api.ts';

const HOUR: Ticks = 3600n * TICKS_PER_SECOND;
const MAX_BINS = 24n * 400n;
const GAP: Ticks = 6n * HOUR;

/** Rows of one hour that has any. */
interface Hour {
  readonly start: Ticks;
  readonly rows: number;
  readonly first: Ticks;
  readonly last: Ticks;
}

/** One pass over the table's times. */
export async function summarizeTable(
  engine: EmbeddedEngine,
  table: StoredTable,
  rejects: number,
): Promise<TableSummary> {
  const { name } = table;
  const time = timeColumn(table);
  const { rows: answer } = await engine.queryAll({
    text:
      time === undefined
        ? `['${name}'] | summarize Rows = count()`
        : `['${name}']
| summarize Rows = count(), First = min(${time}), Last = max(${time}) by Hour = bin(${time}, 1h)
| sort by Hour asc
| project Rows, Hour, First, Last`,
  });
  const rows = answer.reduce((sum, [count]) => sum + Number(count), 0);
  const hours = answer.flatMap(hourOf);
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last)
    return { name, rows, first: null, last: null, histogram: [], binHours: 1, gaps: [], rejects };
  return {
    name,
    rows,
    first: isoFromTicks(first.first),
    last: isoFromTicks(last.last),
    ...histogramOf(hours, first.start, last.start),
    gaps: gapsOf(hours),
    rejects,
  };
}

/** None for the rows that have no time. */
function hourOf([rows, ...times]: readonly Cell[]): readonly Hour[] {
  const [start, first, last] = times.map(ticksOf);
  if (start === undefined || first === undefined || last === undefined) return [];
  return [{ start, rows: Number(rows), first, last }];
}

function ticksOf(cell: Cell | undefined): Ticks | undefined {
  return typeof cell === 'string' ? ticksFromIso(cell) : undefined;
}

function histogramOf(
  hours: readonly Hour[],
  from: Ticks,
  to: Ticks,
): { histogram: number[]; binHours: number } {
  const span = (to - from) / HOUR + 1n;
  const binHours = (span + MAX_BINS - 1n) / MAX_BINS;
  const bins = Number((span + binHours - 1n) / binHours);
  const histogram = new Array<number>(bins).fill(0);
  for (const { start, rows } of hours) {
    const bin = Number((start - from) / HOUR / binHours);
    histogram[bin] = (histogram[bin] ?? 0) + rows;
  }
  return { histogram, binHours: Number(binHours) };
}

/** Exact, as no gap of six hours fits inside an hour. */
function gapsOf(hours: readonly Hour[]): TimeWindow[] {
  const gaps: TimeWindow[] = [];
  let last: Ticks | undefined;
  for (const hour of hours) {
    if (last !== undefined && hour.first - last >= GAP)
      gaps.push({ start: isoFromTicks(last), end: isoFromTicks(hour.first) });
    last = hour.last;
  }
  return gaps;
}
