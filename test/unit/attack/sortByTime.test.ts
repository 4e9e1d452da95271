import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sortByTime } from '../../../src/attack/mapping/sortByTime.ts';

function sorted(times: readonly number[]): { time: number[]; payload: number[] } {
  const time = Float64Array.from(times);
  const payload = Uint32Array.from(times, (_, i) => i);
  sortByTime(time, payload);
  return { time: [...time], payload: [...payload] };
}

/** The same by comparison: stable, and -0 counts as before 0 as its bits do. */
function expected(times: readonly number[]): { time: number[]; payload: number[] } {
  const order = times.map((_, i) => i);
  const rank = (i: number): number => times[i] ?? 0;
  order.sort(
    (a, b) => rank(a) - rank(b) || Number(Object.is(rank(b), -0)) - Number(Object.is(rank(a), -0)) || a - b,
  );
  return { time: order.map(rank), payload: order };
}

describe('sorting events by time', () => {
  it('is a stable sort of any doubles, from year 1 to 9999', () => {
    const present = fc.integer({ min: -62135596800000, max: 253402300799999 });
    const fine = fc.double({ min: 1.7e12, max: 1.8e12, noNaN: true });
    const any = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(present, fine, any, fc.constant(5)), { maxLength: 60 }), (times) => {
        const wanted = expected(times);
        const isAscending = times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0));
        assert.deepEqual(
          sorted(times),
          isAscending ? { time: times, payload: times.map((_, i) => i) } : wanted,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('sorts a hundred thousand bursty times exactly', () => {
    const times = Array.from(
      { length: 100_000 },
      (_, i) => 1.77e12 + ((i * 7919) % 1013) * 3.6e6 + (i % 17) / 10,
    );
    assert.deepEqual(sorted(times), expected(times));
  });
});
