import type { EventKey } from '../../domain/eventKey.ts';
import type { ObservedEvents } from '../../domain/observed.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { TimelineTarget } from '../../protocol/timeline.ts';
import type { CaseSession } from '../../session/api.ts';
import type { SelectedEvents } from '../selection.ts';

/** Events of one microsecond among which one is looked for. */
const MOST_AT_ONCE = 2000;

/** What of the timeline another view has selected: a curated event before an observed one; undefined where it is neither. */
export async function targetOf(
  session: CaseSession,
  { events, pins, alerts }: SelectedEvents,
  curated: readonly TimelineEvent[],
  observed: ObservedEvents | undefined,
): Promise<TimelineTarget | undefined> {
  const keys = new Set<EventKey | null>(events);
  const named = new Set(pins);
  const reported = new Set<unknown>(alerts);
  const pin =
    curated.find(({ id }) => named.has(id)) ??
    curated.find(({ provenance }) => provenance.event !== null && keys.has(provenance.event)) ??
    curated.find(({ row }) => reported.has(row['SystemAlertId']));
  if (pin) return { kind: 'curated', id: pin.id };
  const [key] = events;
  const index = observed && key !== undefined ? await observedIndex(session, observed, key) : undefined;
  return observed && index !== undefined ? { kind: 'observed', handle: observed.handle, index } : undefined;
}

/** Where an event is among the observed ones, which have no keys: those of its time are asked for theirs. */
async function observedIndex(
  session: CaseSession,
  { handle, time, count }: ObservedEvents,
  key: EventKey,
): Promise<number | undefined> {
  const at = (await session.record(key))?.row['TimeGenerated'];
  const milliseconds = typeof at === 'string' ? Date.parse(at) : NaN;
  if (Number.isNaN(milliseconds)) return undefined;
  // Date keeps milliseconds only; what the columns keep of it is finer.
  const from = before(time, milliseconds);
  const to = Math.min(before(time, milliseconds + 1), from + MOST_AT_ONCE, count);
  if (from === to) return undefined;
  const found = (await session.observedKeys(handle, from, to - from)).indexOf(key);
  return found < 0 ? undefined : from + found;
}

/** How many of the ascending `times` are before `at`. */
function before(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
