import type { Random } from '../../../src/samples/random.ts';
import type { Demands, Reading } from './asked.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const MOST = 1600;
/** Of a series: how many days have little, how much more the one has that stands out, and what is always there. */
const QUIET_DAYS = 14;
const LOUDER = 6;
const ALWAYS = 500;

/** When a stranger acts, so often that it counts; within minutes, so that it counts together. */
export function momentsOf(
  reading: Reading,
  demands: Demands,
  habit: 'often' | 'once',
  random: Random,
): number[] {
  const [from, to] = alone(reading, demands);
  const at = to - random.between(10, 50) * MINUTE;
  const together = (start: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => Math.max(from, start) + (i * 2 * MINUTE) / count);
  if (habit === 'once') return together(at, 1);
  const alternatives = reading.demands.filter(({ target }) => target.isGathered).length;
  const needed = Math.max(3, ...reading.crowds.map(({ count, isArray }) => (isArray ? 1 : count)));
  if (!demands.hasSeries)
    return together(at, Math.min(MOST, (needed + 1) * Math.max(1, Math.min(4, alternatives))));
  const loudest = to - 0.3 * (to - from);
  const days = Math.max(1, Math.min(QUIET_DAYS, (to - from) / DAY));
  // Nothing stands out where nothing varies.
  const quiet = (day: number): number => Math.min(50, needed + 1) + (day % 6);
  return [
    ...together(loudest, Math.min(MOST, LOUDER * (needed + 6))),
    ...Array.from({ length: QUIET_DAYS }, (_, day) =>
      together(to - (day / QUIET_DAYS) * days * DAY - 90 * MINUTE, quiet(day)),
    ).flat(),
    ...Array.from({ length: ALWAYS }, () => random.between(from, to)),
  ];
}

/** The longest time of a reading in which no row of the same table is taken away. */
function alone(reading: Reading, demands: Demands): readonly [number, number] {
  const others = demands.readings.filter(({ apart, table }) => apart && table === reading.table);
  const bounds = [reading.from, reading.to, ...others.flatMap(({ from, to }) => [from, to])]
    .filter((time) => time >= reading.from && time <= reading.to)
    .sort((a, b) => a - b);
  const pieces = bounds.slice(1).map((end, i): [number, number] => [bounds[i] ?? end, end]);
  const free = pieces.filter(
    ([start, end]) => end > start && !others.some(({ from, to }) => from < end && to > start),
  );
  return free.sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0] ?? [reading.from, reading.to];
}
