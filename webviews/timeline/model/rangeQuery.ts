import type { ObservedEvents } from '../../../src/domain/observed.ts';
import type { Span } from '../../../src/picture/span.ts';

/** KQL that counts what the tables with an event in the range hold there: a start to ask on from. */
export function rangeQuery(events: ObservedEvents, { start, end }: Span): string {
  const inRange = new Set<number>();
  for (let i = firstNotBefore(events.time, start); i < events.count; i++) {
    if ((events.time[i] ?? 0) >= end || inRange.size === events.tables.length) break;
    inRange.add(events.table[i] ?? 0);
  }
  const names = [...inRange].map((table) => events.tables[table] ?? '').sort();
  const tables = names.length > 0 ? names : events.tables;
  const by = tables.length === 1 ? '' : ' by SourceTable';
  return [
    sourceOf(tables),
    `| where TimeGenerated >= datetime(${iso(Math.floor(start))}) and TimeGenerated < datetime(${iso(Math.ceil(end))})`,
    `| summarize Events = count(), First = min(TimeGenerated), Last = max(TimeGenerated)${by}`,
  ].join('\n');
}

/** KQL that finds the rows without a time. */
export function undatedQuery({ tables }: ObservedEvents): string {
  return [sourceOf(tables), '| where isnull(TimeGenerated)', '| take 1000'].join('\n');
}

function sourceOf(tables: readonly string[]): string {
  const names = tables.map((table) => (/^[A-Za-z_]\w*$/.test(table) ? table : `[${JSON.stringify(table)}]`));
  return names.length === 1 ? names.join() : `union withsource=SourceTable ${names.join(', ')}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function firstNotBefore(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
