import type { ObservedEvents } from '../../../src/domain/observed.ts';
import type { FacetColumn } from './columns.ts';
import { Lane } from './lane.ts';

/** More lanes than this are one lane of the rest: the fullest stay. */
const MOST_LANES = 400;
const REST = '\u0000rest';

/** A lane for each value of the column, in its order. Events of a lane stay in order of time: no object an event. */
export function buildLanes(events: ObservedEvents, column: FacetColumn, isOrdered: boolean): Lane[] {
  const { source, code, keys, names } = column;
  const held = new Uint32Array(code.length);
  for (let i = 0; i < events.count; i++) {
    const own = source[i] ?? 0;
    held[own] = (held[own] ?? 0) + 1;
  }
  const counts = new Uint32Array(keys.length);
  held.forEach((count, own) => {
    const key = code[own] ?? 0;
    counts[key] = (counts[key] ?? 0) + count;
  });
  const order = [...keys.keys()];
  // Tactics and severities have an order of their own; others are there by how many they are.
  if (!isOrdered) order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const shown = order.slice(0, MOST_LANES);
  const laneOf = new Uint32Array(keys.length).fill(shown.length);
  shown.forEach((key, lane) => (laneOf[key] = lane));
  const hasRest = order.length > shown.length;
  const sizes = new Uint32Array(shown.length + (hasRest ? 1 : 0));
  counts.forEach((count, key) => {
    const lane = laneOf[key] ?? 0;
    sizes[lane] = (sizes[lane] ?? 0) + count;
  });
  const times = Array.from(sizes, (size) => new Float64Array(size));
  const places = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  for (let i = 0; i < events.count; i++) {
    const lane = laneOf[code[source[i] ?? 0] ?? 0] ?? 0;
    const at = filled[lane] ?? 0;
    filled[lane] = at + 1;
    const laneTimes = times[lane];
    const lanePlaces = places[lane];
    if (laneTimes) laneTimes[at] = events.time[i] ?? 0;
    if (lanePlaces) lanePlaces[at] = i;
  }
  const codes = Array.from(sizes, (): number[] => []);
  held.forEach((count, own) => {
    if (count > 0) codes[laneOf[code[own] ?? 0] ?? 0]?.push(own);
  });
  return Array.from(sizes, (_, lane) => {
    const key = shown[lane];
    return new Lane(
      key === undefined ? REST : (keys[key] ?? ''),
      key === undefined ? `${order.length - shown.length} others` : (names[key] ?? ''),
      times[lane] ?? new Float64Array(),
      places[lane] ?? new Uint32Array(),
      { source, codes: Uint32Array.from(codes[lane] ?? []) },
    );
  });
}
