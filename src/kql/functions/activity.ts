import { binned, binOf, countedBySlice, type Event, type Row, type Window } from './activityEvents.ts';
import { type ScalarEntry, udf } from './entry.ts';

const idsOf = (events: readonly Event[]): Set<string> => new Set(events.map(({ id }) => id));
const inside = (events: readonly Event[], { start, end }: Window): Event[] =>
  events.filter(({ time }) => time >= start && time <= end);

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((id) => b.has(id)).length;
}

/** How often an id comes back after it was away for the look-back window, by the bins of the timeline itself. */
function sessions(events: readonly Event[], window: Window): Row[] {
  const last = new Map<string, number>();
  const counts = new Map<number, bigint>();
  for (const { id, time } of events) {
    const before = last.get(id);
    last.set(id, time);
    if (time < window.start || time >= window.end) continue;
    if (before !== undefined && time - before < window.back) continue;
    const bin = binOf(time, { ...window, start: -Infinity });
    counts.set(bin, (counts.get(bin) ?? 0n) + 1n);
  }
  return [...counts];
}

/** Events and distinct ids in the bins of the look-back window that ends with each bin. */
function slidingCounts(events: readonly Event[], window: Window): Row[] {
  const { start, end, step } = window;
  const rows: Row[] = [];
  const bins = binned(events, window);
  for (let at = start; at <= end; at += step) {
    const seen = looked(bins, at, window);
    if (seen.length > 0) rows.push([at, BigInt(seen.length), BigInt(idsOf(seen).size)]);
  }
  return rows;
}

/** The events of the look-back window that ends with a bin. */
function looked(bins: ReadonlyMap<number, readonly Event[]>, at: number, { step, back }: Window): Event[] {
  const seen: Event[] = [];
  for (let bin = at; bin > at - back; bin -= step) for (const event of bins.get(bin) ?? []) seen.push(event);
  return seen;
}

/** Of each bin: events, ids, ids that no earlier bin had, and ids of all bins so far. */
function activityCounts(events: readonly Event[], window: Window): Row[] {
  const seen = new Set<string>();
  return [...binned(inside(events, window), window)].map(([at, here]) => {
    const ids = idsOf(here);
    const fresh = [...ids].filter((id) => !seen.has(id)).length;
    for (const id of ids) seen.add(id);
    return [at, BigInt(here.length), BigInt(ids.size), BigInt(fresh), BigInt(seen.size)];
  });
}

/** Of each bin that has events: ids, ids that the bin before had not, and the shares of that bin's that came back and did not. */
function activityMetrics(events: readonly Event[], window: Window): Row[] {
  const bins = binned(inside(events, window), window);
  return [...bins].map(([at, here]) => {
    const [ids, before] = [idsOf(here), idsOf(bins.get(at - window.step) ?? [])];
    const back = common(ids, before);
    return [
      at,
      BigInt(ids.size),
      BigInt(ids.size - back),
      back / before.size,
      (before.size - back) / before.size,
    ];
  });
}

/** Of each bin that has events: its ids, those of the outer window that ends with it, and their ratio. */
function activityEngagement(events: readonly Event[], window: Window): Row[] {
  const bins = binned(events, window);
  return [...bins]
    .filter(([at]) => at >= binOf(window.start === -Infinity ? at : window.start, window) && at <= window.end)
    .map(([at, here]) => {
      const [inner, outer] = [idsOf(here).size, idsOf(looked(bins, at, window)).size];
      return [at, BigInt(inner), BigInt(outer), inner / outer];
    });
}

/** Each cohort (the ids that a bin had first) against its own bin and each later one of the window. */
function newActivity(events: readonly Event[], window: Window): Row[] {
  const bins = binned(inside(events, window), window);
  const seen = new Set<string>();
  const rows: Row[] = [];
  for (const [from, here] of bins) {
    const cohort = new Set([...idsOf(here)].filter((id) => !seen.has(id)));
    for (const id of cohort) seen.add(id);
    if (cohort.size === 0 || (window.cohort !== undefined && from !== binOf(window.cohort, window))) continue;
    for (let to = from; to <= window.end; to += window.step) {
      const ids = idsOf(bins.get(to) ?? []);
      const retained = common(cohort, ids);
      const fresh = to === from ? cohort.size : [...ids].filter((id) => !seen.has(id)).length;
      rows.push([
        from,
        to,
        BigInt(fresh),
        BigInt(retained),
        BigInt(cohort.size - retained),
        retained / cohort.size,
        1 - retained / cohort.size,
      ]);
    }
  }
  return rows;
}

/** What plugins over activity compute from all rows at once. */
export const ACTIVITY: readonly ScalarEntry[] = [
  udf('sessions_of', ['string', 'string'], 'string', countedBySlice(sessions)),
  udf('sliding_counts_of', ['string', 'string'], 'string', countedBySlice(slidingCounts)),
  udf('activity_counts_of', ['string', 'string'], 'string', countedBySlice(activityCounts)),
  udf('activity_metrics_of', ['string', 'string'], 'string', countedBySlice(activityMetrics)),
  udf('activity_engagement_of', ['string', 'string'], 'string', countedBySlice(activityEngagement)),
  udf('new_activity_of', ['string', 'string'], 'string', countedBySlice(newActivity, 2)),
];
